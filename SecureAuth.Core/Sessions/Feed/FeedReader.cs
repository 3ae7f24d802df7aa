using System.Diagnostics;
using System.Globalization;
using Npgsql;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Sessions.Feed;

/// <summary>
/// Reads revocations and changes of roles for services that verify access tokens on their own. The latest come first, so that a
/// complete list ends where the retention ends, however many older rows have not been purged yet.
/// </summary>
internal sealed class FeedReader(SingleStatements statements)
{
    /// <summary>Some 400 KB of JSON.</summary>
    public const int PageSize = 5000;

    /// <summary>
    /// A transaction has its number before it ends a session, so numbers and times may differ in order by the duration of a
    /// transaction.
    /// </summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(10);

    private static readonly RevocationPosition End = new(ulong.MaxValue, Guid.AllBitsSet);

    /// <summary>
    /// Reads the revocations of all transactions that are committed but not in the given snapshot. With the snapshot of this read
    /// a consumer continues without a gap, whatever commits late.
    /// </summary>
    /// <param name="since">The transactions that the consumer knows.</param>
    /// <param name="before">Where an earlier read of the same list ended, or null at its beginning.</param>
    /// <exception cref="StoreUnavailableException">
    /// Postgres does not answer, or is a standby, which may lag behind.
    /// </exception>
    public async Task<FeedRead> ReadAsync(TransactionSnapshot since, RevocationPosition? before = null)
    {
        var end = before ?? End;
        return await statements.RunAsync(
            $"""
            -- list revocations
            SELECT
                {RevocationKey.Server} AS server, pg_current_snapshot()::text AS snapshot, e.not_before,
                COALESCE(p.ids, ARRAY[]::uuid[]), COALESCE(p.times, ARRAY[]::timestamptz[]),
                COALESCE(p.transactions, ARRAY[]::text[]), COALESCE(p.versions, ARRAY[]::bigint[]),
                p.last_id, p.last_transaction
            FROM token_epoch e CROSS JOIN (
                SELECT
                    array_agg(r.id) FILTER (WHERE r.is_recent) AS ids,
                    array_agg(r.at) FILTER (WHERE r.is_recent) AS times,
                    array_agg(r.xid::text) FILTER (WHERE r.is_recent) AS transactions,
                    array_agg(r.version) FILTER (WHERE r.is_recent) AS versions,
                    (array_agg(r.id) FILTER (WHERE r.may_have_more))[{PageSize}] AS last_id,
                    (array_agg(r.xid::text) FILTER (WHERE r.may_have_more))[{PageSize}] AS last_transaction
                FROM (
                    SELECT id, xid, at, version, at > now() - {RevocationList.Retention} AS is_recent,
                        at > now() - {RevocationList.Retention + Slack} AS may_have_more
                    FROM (
                        (SELECT id, revoked_xid AS xid, revoked_at AS at, NULL::bigint AS version FROM sessions
                        WHERE revoked_xid >= {Text(since.Oldest)}::xid8
                            AND (revoked_xid, id) < ({Text(end.Transaction)}::xid8, {end.Id})
                            AND NOT pg_visible_in_snapshot(revoked_xid, {since.ToString()}::pg_snapshot)
                        ORDER BY revoked_xid DESC, id DESC
                        LIMIT {PageSize})
                        UNION ALL
                        (SELECT user_id, changed_xid, changed_at, version FROM role_changes
                        WHERE changed_xid >= {Text(since.Oldest)}::xid8
                            AND (changed_xid, user_id) < ({Text(end.Transaction)}::xid8, {end.Id})
                            AND NOT pg_visible_in_snapshot(changed_xid, {since.ToString()}::pg_snapshot)
                        ORDER BY changed_xid DESC, user_id DESC
                        LIMIT {PageSize})) b
                    ORDER BY xid DESC, id DESC
                    LIMIT {PageSize}) r) p
            WHERE NOT pg_is_in_recovery()
            """,
            Read) ?? throw new StoreUnavailableException("PostgreSQL is a standby");
    }

    private static FeedRead Read(NpgsqlDataReader row)
    {
        var ids = row.GetFieldValue<Guid[]>(3);
        var times = row.GetFieldValue<DateTime[]>(4);
        var transactions = row.GetFieldValue<string[]>(5);
        var versions = row.GetFieldValue<long?[]>(6);
        return new FeedRead(
            FeedCursor.NameOf(row.GetString(0)),
            TransactionSnapshot.Parse(row.GetString(1)) ?? throw new UnreachableException("Unexpected form of a snapshot"),
            row.GetFieldValue<DateTimeOffset>(2),
            [.. ids.Select((id, i) => new FeedEntry(id, times[i], Number(transactions[i]), versions[i]))],
            row.IsDBNull(7) ? null : new RevocationPosition(Number(row.GetString(8)), row.GetGuid(7)));
    }

    private static string Text(ulong transaction) => transaction.ToString(CultureInfo.InvariantCulture);

    private static ulong Number(string transaction) => ulong.Parse(transaction, CultureInfo.InvariantCulture);
}
