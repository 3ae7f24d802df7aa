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
/// Copies the revocations that Postgres has committed into Redis and renews the marker that lets Redis answer. Every
/// instance of the API runs one; they may overlap, since a copy only adds.
/// </summary>
/// <remarks>
/// The marker runs from the moment before Postgres was read, by Redis's clock, so that a revocation that the copy could
/// not have seen is never hidden for longer than <see cref="MarkerLifetime"/>.
/// </remarks>
internal sealed class RevocationCopier(
    RevocationList revocations,
    RedisLink redis,
    IServiceScopeFactory scopes,
    TimeProvider time,
    ILogger<RevocationCopier> logger) : BackgroundService
{
    private static readonly TimeSpan MarkerLifetime = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private readonly RetriedWork _work = new("Copying revocations to Redis", logger);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            // Without a copy the marker lapses and Postgres is asked: nothing that was revoked is let in.
            await _work.TryAsync(() => CopyAsync(stoppingToken), stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task CopyAsync(CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        var key = revocations.LastKey ?? await ReadKeyAsync(cancellationToken);
        if (await redis.TryEvaluateAsync(RevocationScripts.Look, [key], []) is not { } look)
        {
            return;
        }

        var seenAt = (long)look[0];
        var cursor = (ulong)look[1];
        var copy = await ReadAsync(cursor, cancellationToken);
        revocations.Remember(copy.Key, readAt);
        if (copy.Key != key)
        {
            // Another server answers now: the next round copies it, from the beginning, under its own name.
            return;
        }

        if (copy.Cursor < cursor)
        {
            await redis.TryEvaluateAsync(RevocationScripts.Forget, [key], []);
            return;
        }

        RedisValue[] values =
        [
            cursor,
            copy.Cursor,
            seenAt + (long)MarkerLifetime.TotalMilliseconds,
            copy.Epoch.ToUnixTimeMilliseconds(),
            (long)RevocationList.Retention.TotalMilliseconds,
            .. copy.Sessions.Select(id => (RedisValue)RevocationList.Field(id)),
        ];
        await redis.TryEvaluateAsync(RevocationScripts.Copy, [key], values);
    }

    /// <summary>
    /// Reads what was revoked by transactions that had not ended when the cursor was taken, and the next cursor. All in one
    /// snapshot: a number or a time would miss a transaction that commits after a later one.
    /// </summary>
    private async Task<Copied> ReadAsync(ulong cursor, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database.SqlQuery<CopiedRow>(
            SqlFragment.In($"""
            SELECT
                {RevocationKey.Server} AS server,
                pg_snapshot_xmin(pg_current_snapshot())::text AS cursor,
                e.not_before AS epoch,
                ARRAY(
                    SELECT s.id FROM sessions s
                    WHERE s.revoked_xid >= {cursor.ToString(CultureInfo.InvariantCulture)}::xid8
                        AND s.revoked_at > clock_timestamp() - {RevocationList.Retention}) AS sessions
            FROM token_epoch e
            """)).ToListAsync(cancellationToken);
        var row = rows[0];
        return new Copied(
            RevocationKey.Of(row.Server), ulong.Parse(row.Cursor, CultureInfo.InvariantCulture), row.Epoch, row.Sessions);
    }

    private async Task<RedisKey> ReadKeyAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await RevocationKey.ReadAsync(scope.ServiceProvider.GetRequiredService<AuthDbContext>(), cancellationToken);
    }

    private sealed record CopiedRow(string Server, string Cursor, DateTimeOffset Epoch, Guid[] Sessions);

    private sealed record Copied(RedisKey Key, ulong Cursor, DateTimeOffset Epoch, Guid[] Sessions);
}
