using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Startup;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Data;

/// <summary>
/// Deletes rows that expired more than a day ago: sessions, second-factor challenges, unconfirmed set-ups and the guesses at
/// identifiers, including identifiers without an account. It works in small batches, each in its own transaction, and on one
/// instance at a time. If the purge of one table fails, the others still run.
/// </summary>
internal sealed class PurgeService(
    IServiceScopeFactory scopes, WarmUpService warmUps, TimeProvider time, ILogger<PurgeService> logger) : BackgroundService
{
    /// <summary>An arbitrary number that no other advisory lock in this database uses.</summary>
    private const long PurgeLock = 0x5EC0_0003;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The timeout of a batch. No request waits for it, and a busy server may take longer than the timeout of a request.
    /// </summary>
    private static readonly TimeSpan BatchTimeout = TimeSpan.FromSeconds(10);

    private readonly List<(Purge Purge, RetriedWork Work)> _purges =
        [
            .. Purge.All.Select(purge => (
                purge, new RetriedWork($"purge {purge.Table}", $"Purging expired rows of {purge.Table}", logger))),
        ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await warmUps.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var (purge, work) in _purges)
            {
                await work.TryAsync(() => PurgeAsync(purge, stoppingToken), stoppingToken);
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<WorkResult> PurgeAsync(Purge purge, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        db.Database.SetCommandTimeout(BatchTimeout);
        var timeout = BatchTimeout.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        var total = 0;
        int removed;
        do
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var acquired = await db.Database.SqlQuery<bool>(
                $"""
                -- lock purge
                SELECT pg_try_advisory_xact_lock({PurgeLock}) AS "Value"
                FROM set_config('statement_timeout', {timeout}, true)
                """).ToListAsync(cancellationToken);
            removed = acquired is [true] ? await db.Database.ExecuteSqlAsync(purge.Statement, cancellationToken) : 0;
            await transaction.CommitAsync(cancellationToken);
            total += removed;
        }
        while (removed == Purge.BatchSize);

        return WorkResult.ChangedIfAny(total, "rows deleted");
    }
}
