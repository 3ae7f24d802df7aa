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

    /// <summary>Few enough for a statement and a script to take some 10 ms. Hardly any read has a second page.</summary>
    private const int PageSize = 5000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private static readonly WorkResult Standby = WorkResult.Failed("PostgreSQL is a standby");

    private static readonly WorkResult OtherServer = WorkResult.Failed("PostgreSQL has failed over");

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
        if (await ReadAsync(RevocationPosition.Before(from), cancellationToken) is not { } first)
        {
            return Standby;
        }

        revocations.Remember(first.Server, readAt);
        var load = state is not null && first.Server == server ? new RevocationLoad(redis, server, (ulong)state[1]) : null;
        var page = first;
        while (page.Last is { } last)
        {
            copy.AddPage(page);
            load = load is not null && await load.AddAsync(page) ? load : null;
            if (await ReadAsync(last, cancellationToken) is not { } next || next.Server != first.Server)
            {
                return OtherServer;
            }

            page = next;
        }

        var read = first with { Sessions = page.Sessions, Roles = page.Roles };
        copy.Accept(read, from, readAt);
        if (first.Server != server)
        {
            // Another server answers now. The next round copies all of its revocations under its own key.
            return WorkResult.Unchanged;
        }

        if (load is null)
        {
            return redis.IsUsed ? RevocationLoad.NoAnswer : WorkResult.Unchanged;
        }

        return await load.CompleteAsync(read, (long)state![0]);
    }

    /// <summary>
    /// Reads a page of the revocations of all transactions that had not ended when the cursor was taken, and the next cursor, in
    /// one snapshot. A sequence number or a time as the cursor would miss a transaction that commits after a later one. Later
    /// pages see at least what the first one saw, so its cursor holds for all of them.
    /// </summary>
    /// <remarks>
    /// Some may be older than the retention, until they are purged. They are left out only after the page is complete, so that a
    /// statement never reads more rows than a page has.
    /// </remarks>
    /// <returns>Null from a standby, which may lag behind and must not vouch for anything.</returns>
    private async Task<Revocations?> ReadAsync(RevocationPosition after, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database.SqlQuery<RevocationsRow>(
            SqlFragment.Inline($"""
            -- find revocations
            SELECT
                {RevocationKey.Server} AS server,
                pg_snapshot_xmin(pg_current_snapshot())::text AS cursor,
                e.not_before AS epoch,
                COALESCE(p.sessions, ARRAY[]::uuid[]) AS sessions,
                COALESCE(p.users, ARRAY[]::uuid[]) AS users,
                COALESCE(p.versions, ARRAY[]::bigint[]) AS versions,
                p.last_id,
                p.last_transaction
            FROM token_epoch e CROSS JOIN (
                SELECT
                    array_agg(r.id) FILTER (WHERE r.is_recent AND r.version IS NULL) AS sessions,
                    array_agg(r.id) FILTER (WHERE r.is_recent AND r.version IS NOT NULL) AS users,
                    array_agg(r.version) FILTER (WHERE r.is_recent AND r.version IS NOT NULL) AS versions,
                    (array_agg(r.id))[{PageSize}] AS last_id,
                    (array_agg(r.xid::text))[{PageSize}] AS last_transaction
                FROM (
                    (SELECT id, revoked_xid AS xid, revoked_at > now() - {RevocationList.Retention} AS is_recent,
                        NULL::bigint AS version
                    FROM sessions
                    WHERE revoked_xid >= {Text(after.Transaction)}::xid8
                        AND (revoked_xid, id) > ({Text(after.Transaction)}::xid8, {after.Id})
                    ORDER BY revoked_xid, id
                    LIMIT {PageSize})
                    UNION ALL
                    (SELECT user_id, changed_xid, changed_at > now() - {RevocationList.Retention}, version
                    FROM role_changes
                    WHERE changed_xid >= {Text(after.Transaction)}::xid8
                        AND (changed_xid, user_id) > ({Text(after.Transaction)}::xid8, {after.Id})
                    ORDER BY changed_xid, user_id
                    LIMIT {PageSize})
                    ORDER BY xid, id
                    LIMIT {PageSize}) r) p
            WHERE NOT pg_is_in_recovery()
            """)).ToListAsync(cancellationToken);
        return rows is [var row] ? row.ToRevocations() : null;
    }

    private async Task<RedisKey> ReadKeyAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await RevocationKey.ReadAsync(scope.ServiceProvider.GetRequiredService<AuthDbContext>(), cancellationToken);
    }

    private static string Text(ulong transaction) => transaction.ToString(CultureInfo.InvariantCulture);

    private sealed record RevocationsRow(
        string Server,
        string Cursor,
        DateTimeOffset Epoch,
        Guid[] Sessions,
        Guid[] Users,
        long[] Versions,
        Guid? LastId,
        string? LastTransaction)
    {
        public Revocations ToRevocations() => new(
            RevocationKey.Of(Server),
            Transaction(Cursor),
            Epoch,
            Sessions,
            [.. Users.Zip(Versions, (user, version) => new RolesVersion(user, version))],
            LastId is { } id ? new RevocationPosition(Transaction(LastTransaction!), id) : null);

        private static ulong Transaction(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
    }
}
