using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Data;
using SecureAuth.Core.Startup;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>
/// Prepares the partitions of the next two months, and removes empty old ones, at the start and once a day. Until it succeeds,
/// rows of a month without a partition are in the partition for everything else, so no insert fails.
/// </summary>
internal sealed class AuditPartitionService(
    IServiceScopeFactory scopes, WarmUpService warmUps, TimeProvider time, ILogger<AuditPartitionService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMinutes(1);

    private readonly RetriedWork _work = new("prepare audit partitions", "Preparing the partitions of the audit", logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await warmUps.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var delay = await _work.TryAsync(() => PrepareAsync(stoppingToken), stoppingToken) ? Interval : RetryInterval;
            await Task.Delay(delay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<WorkResult> PrepareAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        var prepared = (await db.Database.SqlQuery<Prepared>(
            $"""
            -- prepare audit partitions
            SELECT created, dropped FROM prepare_audit_partitions()
            """).ToListAsync(cancellationToken))[0];
        return prepared is { Created: 0, Dropped: 0 }
            ? WorkResult.Unchanged
            : WorkResult.Changed($"partitions created: {prepared.Created}, dropped: {prepared.Dropped}");
    }

    private sealed record Prepared(int Created, int Dropped);
}
