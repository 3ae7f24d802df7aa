using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Data;
using SecureAuth.Core.Startup;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Retention;

/// <summary>
/// Deletes rows whose retention has passed, in small batches, each in its own transaction. Several instances may purge at once,
/// because each skips the rows of the others. If one purge fails, the others still run.
/// </summary>
internal sealed class PurgeService(
    IServiceScopeFactory scopes,
    WarmUpService warmUps,
    RetentionTimes times,
    AuditPurge audit,
    TimeProvider time,
    ILogger<PurgeService> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>The delay after a failure. A busy server may take longer for a batch than the timeout of a request.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);

    private readonly List<(Purge Purge, RetriedWork Work)> _purges =
        [
            .. Purge.All(times, audit).Select(purge => (
                purge, new RetriedWork($"purge {purge.Name}", $"Purging expired rows of {purge.Name}", logger))),
        ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await warmUps.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var succeeded = true;
            foreach (var (purge, work) in _purges)
            {
                succeeded &= await work.TryAsync(() => PurgeAsync(purge, stoppingToken), stoppingToken);
            }

            var delay = succeeded ? Interval : RetryInterval;
            await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<WorkResult> PurgeAsync(Purge purge, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var total = 0;
        PurgedBatch batch;
        do
        {
            batch = await purge.RunAsync(db, cancellationToken);
            total += batch.Removed;
        }
        while (batch.HasMore);

        return WorkResult.ChangedIfAny(total, "rows deleted");
    }
}
