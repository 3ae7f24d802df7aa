using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Startup;

namespace SecureAuth.Core.Requirements;

/// <summary>
/// Warns once after the start about a configured role that does not exist: nobody would notice that it is misspelt. It does not
/// stop the API, because an operator may create the role afterwards.
/// </summary>
internal sealed partial class UnknownRolesWarning(
    IServiceScopeFactory scopes, WarmUpService warmUps, TimeProvider time, ILogger<UnknownRolesWarning> logger)
    : StartupCheck("check roles", warmUps, time)
{
    protected override async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rule = scope.ServiceProvider.GetRequiredService<SecondFactorRule>();
        foreach (var role in await rule.FindUnknownRolesAsync(cancellationToken))
        {
            LogUnknown(role);
        }
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "Accounts__SecondFactor or Accounts__SecondFactorRoles names the role {Role}, which no user has and nobody has "
            + "created")]
    private partial void LogUnknown(string role);
}
