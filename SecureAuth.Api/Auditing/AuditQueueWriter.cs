using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Auditing;

/// <summary>Writes the rows of <see cref="AuditQueue"/>, and bears a Postgres that is away for some seconds.</summary>
internal sealed class AuditQueueWriter(
    AuditQueue queue,
    IServiceScopeFactory scopes,
    AuthMeter meter,
    TimeProvider time,
    ILogger<AuditQueueWriter> logger) : BackgroundService
{
    private const int Attempts = 10;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly RetriedWork _work = new("Writing the audit rows of refusals", logger);

    /// <summary>What is queued is still written, once each, within the time that the host gives.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Complete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (entry, isDue) in queue.Entries.ReadAllAsync(CancellationToken.None))
        {
            var due = true;
            await _work.TryAsync(async () => due = isDue is null || await isDue(), CancellationToken.None);
            if (due)
            {
                await WriteAsync(entry, stoppingToken);
            }
        }
    }

    private async Task WriteAsync(AuditEntry entry, CancellationToken stoppingToken)
    {
        var written = await _work.TryAsync(() => WriteAsync(entry), CancellationToken.None);
        for (var attempt = 1; !written && attempt < Attempts && !stoppingToken.IsCancellationRequested; attempt++)
        {
            await Task.Delay(RetryPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            written = await _work.TryAsync(() => WriteAsync(entry), CancellationToken.None);
        }

        if (!written)
        {
            meter.AuditRowDropped();
        }
    }

    private async Task WriteAsync(AuditEntry entry)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuditLog>().WriteAsync(entry);
    }
}
