using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Auditing;

/// <summary>Writes the rows of <see cref="AuditQueue"/>, and bears a Postgres that is away for some seconds.</summary>
internal sealed partial class AuditQueueWriter(
    AuditQueue queue,
    IServiceScopeFactory scopes,
    AuthMeter meter,
    TimeProvider time,
    ILogger<AuditQueueWriter> logger) : BackgroundService
{
    private const int Attempts = 10;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

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
            if (isDue is null || await isDue())
            {
                await WriteAsync(entry, stoppingToken);
            }
        }
    }

    private async Task WriteAsync(AuditEntry entry, CancellationToken stoppingToken)
    {
        var written = await TryWriteAsync(entry);
        for (var attempt = 1; !written && attempt < Attempts && !stoppingToken.IsCancellationRequested; attempt++)
        {
            await Task.Delay(RetryPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            written = await TryWriteAsync(entry);
        }

        if (!written)
        {
            meter.AuditRowDropped();
        }
    }

    private async Task<bool> TryWriteAsync(AuditEntry entry)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<AuditLog>().WriteAsync(entry);
            return true;
        }
#pragma warning disable CA1031 // Whatever it is: an exception that left a background service would stop the whole host.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailed(error, entry.Event);
            return false;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The audit row of {Event} could not be written")]
    private partial void LogFailed(Exception error, AuditEvent @event);
}
