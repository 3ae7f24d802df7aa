using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Requirements;
using SecureAuth.Core.Startup;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Warns once after the start about a configured role that does not exist: nobody would notice that it is misspelt. It does not
/// stop the API, because an operator may create the role afterwards.
/// </summary>
internal sealed partial class UnknownRolesWarning(
    IOptions<SecondFactorOptions> secondFactor,
    IOptions<RegistrationOptions> registration,
    IServiceScopeFactory scopes,
    WarmUpService warmUps,
    TimeProvider time,
    ILogger<UnknownRolesWarning> logger)
    : StartupCheck("check roles", warmUps, time)
{
    protected override async Task CheckAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var unknown = scope.ServiceProvider.GetRequiredService<UnknownRoles>();
        foreach (var role in await unknown.FindAsync(secondFactor.Value.DemandingRoles(), cancellationToken))
        {
            LogUnknown("Accounts__SecondFactor or Accounts__SecondFactorRoles", role);
        }

        foreach (var role in await unknown.FindAsync(registration.Value.InvitingRoles, cancellationToken))
        {
            LogUnknown("Accounts__InvitingRoles", role);
        }
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "{Setting} names the role {Role}, which no user has and nobody has created")]
    private partial void LogUnknown(string setting, string role);
}
