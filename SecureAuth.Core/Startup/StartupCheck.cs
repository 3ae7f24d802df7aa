using Microsoft.Extensions.Hosting;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Startup;

/// <summary>
/// Checks something once after the start, as soon as Postgres answers. A finding is a warning that does not stop the API.
/// </summary>
/// <param name="name">The name of the check.</param>
/// <param name="warmUps">The check waits for them, so that it does not slow the start.</param>
/// <param name="time">The clock for the delays.</param>
public abstract class StartupCheck(string name, WarmUpService warmUps, TimeProvider time) : BackgroundService
{
    /// <summary>The delay between attempts until Postgres answers for the first time.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await warmUps.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested && !await TryCheckAsync(stoppingToken))
        {
            await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    protected abstract Task CheckAsync(CancellationToken cancellationToken);

    private async Task<bool> TryCheckAsync(CancellationToken cancellationToken)
    {
        using var unrecorded = AuthActivity.StartUnrecorded(name);
        try
        {
            await CheckAsync(cancellationToken);
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
}
