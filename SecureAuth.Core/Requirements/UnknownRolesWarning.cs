using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Startup;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Requirements;

/// <summary>
/// Warns once after the start about a configured role that does not exist: nobody would notice that it is misspelt. It does not
/// stop the API, because an operator may create the role afterwards.
/// </summary>
internal sealed partial class UnknownRolesWarning(
    IServiceScopeFactory scopes,
    IOptions<SecondFactorOptions> options,
    WarmUpService warmUps,
    TimeProvider time,
    ILogger<UnknownRolesWarning> logger)
    : BackgroundService
{
    /// <summary>The delay between attempts until Postgres answers for the first time.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.SecondFactorRoles.Count == 0)
        {
            return;
        }

        await warmUps.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested && !await TryCheckAsync(stoppingToken))
        {
            await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryCheckAsync(CancellationToken cancellationToken)
    {
        using var unrecorded = AuthActivity.StartUnrecorded("check roles");
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            foreach (var role in await scope.ServiceProvider.GetRequiredService<SecondFactorRule>()
                .FindUnknownRolesAsync(cancellationToken))
            {
                LogUnknown(role);
            }

            return true;
        }
#pragma warning disable CA1031 // An exception that escaped a background service would stop the process.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Postgres is unavailable, which other services log.
            return false;
        }
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "Accounts__SecondFactorRoles names the role {Role}, which no user has and nobody has created")]
    private partial void LogUnknown(string role);
}
