using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Auditing;

/// <summary>
/// Writes the entries of <see cref="AuditQueue"/>. It retries for some seconds while Postgres is unavailable, and then drops the
/// entry.
/// </summary>
internal sealed class AuditQueueWriter(
    AuditQueue queue,
    IServiceScopeFactory scopes,
    AuthMeter meter,
    TimeProvider time,
    ILogger<AuditQueueWriter> logger) : BackgroundService
{
    private const int MaxAttempts = 10;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly RetriedWork _work = new("write audit row", "Writing the audit rows of refusals", logger);

    /// <summary>The entries in the queue are still written within the host's shutdown timeout, with one attempt each.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var queued in queue.Entries.ReadAllAsync(CancellationToken.None))
        {
            var due = true;
            await _work.TryAsync(
                async () =>
                {
                    due = queued.IsDue is null || await queued.IsDue();
                    return WorkResult.Unchanged;
                },
                CancellationToken.None);
            if (due)
            {
                await WriteAsync(queued, stoppingToken);
            }
        }
    }

    private async Task WriteAsync(QueuedEntry queued, CancellationToken stoppingToken)
    {
        var written = await _work.TryAsync(() => WriteAsync(queued), CancellationToken.None);
        for (var attempt = 1; !written && attempt < MaxAttempts && !stoppingToken.IsCancellationRequested; attempt++)
        {
            await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            written = await _work.TryAsync(() => WriteAsync(queued), CancellationToken.None);
        }

        if (!written)
        {
            meter.AuditRowDropped();
        }
    }

    private async Task<WorkResult> WriteAsync(QueuedEntry queued)
    {
        using var unrecorded = AuthActivity.StartUnrecorded("write audit row", queued.Request);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuditLog>().WriteAsync(queued.Entry);
        return WorkResult.Changed(WireName.Of(queued.Entry.Event));
    }
}
