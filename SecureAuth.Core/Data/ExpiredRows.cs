using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Data;

/// <summary>
/// Removes what has been over for a day: sessions, second-factor challenges and set-ups, and the guesses at identifiers,
/// made-up ones included. In small batches, each in a transaction of its own, and by one instance at a time. A purge that
/// fails does not keep the others from theirs.
/// </summary>
internal sealed class ExpiredRows(IServiceScopeFactory scopes, TimeProvider time, ILogger<ExpiredRows> logger)
    : BackgroundService
{
    /// <summary>An arbitrary number that no other advisory lock of this database uses.</summary>
    private const long PurgeLock = 0x5EC0_0003;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>For a batch. Nobody waits for it, and a server that is busy may take longer than a request allows.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<(Purge Purge, RetriedWork Work)> _purges =
        [.. Purge.All.Select(purge => (purge, new RetriedWork($"Purging expired rows of {purge.Table}", logger)))];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var (purge, work) in _purges)
            {
                await work.TryAsync(() => PurgeAsync(purge, stoppingToken), stoppingToken);
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PurgeAsync(Purge purge, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthDbContext>();
        db.Database.SetCommandTimeout(Patience);
        int removed;
        do
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var mine = await db.Database.SqlQuery<bool>(
                $"""
                SELECT pg_try_advisory_xact_lock({PurgeLock}) AS "Value"
                FROM set_config('statement_timeout', {Patience.TotalMilliseconds.ToString(CultureInfo.InvariantCulture)}, true)
                """).ToListAsync(cancellationToken);
            removed = mine is [true] ? await db.Database.ExecuteSqlAsync(purge.Statement, cancellationToken) : 0;
            await transaction.CommitAsync(cancellationToken);
        }
        while (removed == Purge.BatchSize);
    }
}
