using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Data;
using SecureAuth.Core.Redis;
using SecureAuth.Core.Telemetry;
using StackExchange.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Copies committed revocations from PostgreSQL into this process and to Redis, and renews the marker that allows Redis to
/// answer. Every instance of the API runs a copier. They may overlap, because a copy only adds revocations.
/// </summary>
/// <remarks>
/// The lifetime of the marker starts before Postgres is read, by the clock of Redis. A revocation that the copy does not contain
/// is therefore never missed for longer than <see cref="MarkerLifetime"/>.
/// </remarks>
internal sealed class RevocationCopier(
    RevocationList revocations,
    RevocationCopy copy,
    RedisLink redis,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<RevocationCopier> logger) : BackgroundService
{
    internal static readonly TimeSpan MarkerLifetime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private static readonly WorkResult Standby = WorkResult.Failed("PostgreSQL is a standby");

    private static readonly WorkResult NoAnswer = WorkResult.Failed("Redis does not answer");

    private readonly RetriedWork _work = new("copy revocations", "Copying revocations to Redis", logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // If the copy fails, the marker expires and Postgres answers instead, so no revoked token is accepted.
            await _work.TryAsync(() => CopyAsync(stoppingToken), stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<WorkResult> CopyAsync(CancellationToken cancellationToken)
    {
        var server = revocations.LastKey ?? await ReadKeyAsync(cancellationToken);
        var state = await redis.TryEvaluateAsync(RevocationScripts.ReadState, [server], []);
        var from = copy.CursorFor(server);
        if (state is not null)
        {
            from = Math.Min(from, (ulong)state[1]);
        }

        var readAt = time.GetTimestamp();
        if (await ReadAsync(from, cancellationToken) is not { } read)
        {
            return Standby;
        }

        copy.Accept(read, from, readAt);
        revocations.Remember(read.Server, readAt);
        if (read.Server != server)
        {
            // Another server answers now. The next round copies all of its revocations under its own key.
            return WorkResult.Unchanged;
        }

        return state is null ? NoAnswer : await CopyToRedisAsync(read, (long)state[0], (ulong)state[1]);
    }

    private async Task<WorkResult> CopyToRedisAsync(Revocations read, long redisTime, ulong cursor)
    {
        if (read.Cursor < cursor)
        {
            return await redis.TryEvaluateAsync(RevocationScripts.Forget, [read.Server], []) is null
                ? NoAnswer
                : WorkResult.Changed("revocations of another history forgotten");
        }

        RedisValue[] values =
        [
            cursor,
            read.Cursor,
            redisTime + (long)MarkerLifetime.TotalMilliseconds,
            read.Epoch.ToUnixTimeMilliseconds(),
            (long)RevocationList.Retention.TotalMilliseconds,
            .. read.Sessions.Select(id => (RedisValue)RevocationList.Field(id)),
        ];
        if (await redis.TryEvaluateAsync(RevocationScripts.Copy, [read.Server], values) is not { } added)
        {
            return NoAnswer;
        }

        return WorkResult.ChangedIfAny((int)added, "revocations copied");
    }

    /// <summary>
    /// Reads the revocations of all transactions that had not ended when the cursor was taken, and the next cursor, in one
    /// snapshot. A sequence number or a time as the cursor would miss a transaction that commits after a later one.
    /// </summary>
    /// <remarks>
    /// Without a cursor, the condition on the time keeps the statement from reading all revoked sessions that are not purged yet.
    /// Postgres cannot use an index for a comparison with <c>clock_timestamp()</c>.
    /// </remarks>
    /// <returns>Null from a standby, which may lag behind and must not vouch for anything.</returns>
    private async Task<Revocations?> ReadAsync(ulong cursor, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database.SqlQuery<RevocationsRow>(
            SqlFragment.Inline($"""
            -- find revocations
            SELECT
                {RevocationKey.Server} AS server,
                pg_snapshot_xmin(pg_current_snapshot())::text AS cursor,
                e.not_before AS epoch,
                ARRAY(
                    SELECT s.id FROM sessions s
                    WHERE s.revoked_xid >= {cursor.ToString(CultureInfo.InvariantCulture)}::xid8
                        AND s.revoked_at > now() - {RevocationList.Retention}) AS sessions
            FROM token_epoch e
            WHERE NOT pg_is_in_recovery()
            """)).ToListAsync(cancellationToken);
        return rows is not [var row] ? null : new Revocations(
            RevocationKey.Of(row.Server), ulong.Parse(row.Cursor, CultureInfo.InvariantCulture), row.Epoch, row.Sessions);
    }

    private async Task<RedisKey> ReadKeyAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await RevocationKey.ReadAsync(scope.ServiceProvider.GetRequiredService<AuthDbContext>(), cancellationToken);
    }

    private sealed record RevocationsRow(string Server, string Cursor, DateTimeOffset Epoch, Guid[] Sessions);
}
