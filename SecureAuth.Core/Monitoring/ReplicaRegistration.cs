using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Data;
using SecureAuth.Core.Redis;
using SecureAuth.Core.Startup;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Monitoring;

/// <summary>
/// Registers this instance in PostgreSQL while it runs, and warns if it has company but no Redis. Nothing depends on the rows,
/// which only tell an operator what runs.
/// </summary>
internal sealed partial class ReplicaRegistration(
    RedisLink redis,
    WarmUpService warmUps,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<ReplicaRegistration> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Guid _id = Guid.CreateVersion7(time.GetUtcNow());

    private readonly RetriedWork _work = new("register replica", "Registering this instance in PostgreSQL", logger);

    private bool _warned;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!redis.IsUsed)
        {
            LogWithoutRedis();
        }

        await warmUps.Completed.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await _work.TryAsync(() => RegisterAsync(stoppingToken), stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _work.TryAsync(UnregisterAsync, CancellationToken.None);
    }

    /// <summary>
    /// Another instance counts once it has renewed its row after the start of this one. The row of a predecessor that was killed
    /// stays for a while.
    /// </summary>
    private async Task<WorkResult> RegisterAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var others = await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database.SqlQuery<int>(
            SqlFragment.Inline($"""
            -- register replica
            WITH gone AS (DELETE FROM replicas WHERE seen_at < now() - interval '1 minute' AND id <> {_id})
            INSERT INTO replicas AS r (id, started_at, seen_at, uses_redis) VALUES ({_id}, now(), now(), {redis.IsUsed})
            ON CONFLICT (id) DO UPDATE SET seen_at = now()
            RETURNING (
                SELECT count(*)::int FROM replicas o
                WHERE o.id <> r.id AND {Replicas.IsRunning} AND o.seen_at > r.started_at) AS "Value"
            """)).ToListAsync(cancellationToken);
        WarnIfNotAlone(others[0]);
        return WorkResult.Unchanged;
    }

    private void WarnIfNotAlone(int others)
    {
        if (others == 0 || redis.IsUsed)
        {
            _warned = false;
            return;
        }

        if (!_warned)
        {
            _warned = true;
            LogNotAlone(others);
        }
    }

    /// <summary>A successor that starts now has no company.</summary>
    private async Task<WorkResult> UnregisterAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database.ExecuteSqlAsync(
            $"""
            -- unregister replica
            DELETE FROM replicas WHERE id = {_id}
            """);
        return WorkResult.Unchanged;
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Information,
        Message = "This instance runs without Redis, because ConnectionStrings__redis is empty: revocations are read from "
            + "PostgreSQL, and requests are counted in this process. This is meant for one instance")]
    private partial void LogWithoutRedis();

    [LoggerMessage(
        EventId = 2, Level = LogLevel.Warning,
        Message = "Other instances use this database ({Others}), but this one runs without Redis. Weaker now: each instance "
            + "applies the rate limits separately, and a revocation reaches the others only when they read PostgreSQL, within a "
            + "second. Set ConnectionStrings__redis for all of them")]
    private partial void LogNotAlone(int others);
}
