using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.AuditTrail;

/// <summary>Reads the last events, and then those that have been committed since the read before. It misses none.</summary>
/// <param name="db">The database. It may be away for a while between two reads.</param>
/// <param name="filter">The events to return.</param>
/// <param name="limit">The number of events that are there already to return.</param>
internal sealed class AuditFollower(AuthDbContext db, AuditFilter filter, int limit)
{
    /// <summary>How many rows are read at once.</summary>
    private const int MaxRows = 10_000;

    /// <summary>
    /// How many ids below the highest one are searched for missing ones at the start. More rows than this would have to be
    /// committed during a single transaction for one to be missed.
    /// </summary>
    private const int Lookback = 100_000;

    private PendingIds? _pending;

    /// <summary>Whether the last read did not return all events that there were.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Returns the next events in the order of their ids. If it throws, it can be called again.</summary>
    public async Task<IReadOnlyList<StoredEvent>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_pending is null)
        {
            return await StartAsync(cancellationToken);
        }

        _pending.See(await ListWritersAsync(cancellationToken));
        var found = await ListAsync(_pending.Ranges, cancellationToken);
        HasMore = found.Count == MaxRows;
        _pending.Settle(found.ConvertAll(row => row.Id), isComplete: !HasMore);
        return found.FindAll(filter.Matches);
    }

    private async Task<IReadOnlyList<StoredEvent>> StartAsync(CancellationToken cancellationToken)
    {
        var last = await StoredEvent.In(db).TagWith("find last audit event")
            .OrderByDescending(row => row.Id).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        var lowest = Math.Max(0, last - Lookback);
        var gaps = await db.Database.SqlQuery<IdRange>(
            $"""
            -- find missing audit ids
            SELECT below + 1 AS first, id - 1 AS last
            FROM (
                SELECT id, lag(id, 1, {lowest}) OVER (ORDER BY id) AS below
                FROM audit_events WHERE id > {lowest} AND id <= {last}) seen
            WHERE id > below + 1
            """).ToListAsync(cancellationToken);
        var page = await filter.Of(StoredEvent.In(db).Where(row => row.Id <= last)).TagWith("list audit events")
            .OrderByDescending(row => row.Id).Take(limit).ToListAsync(cancellationToken);
        page.Reverse();

        // The page may contain a row that became visible after its id was missing.
        var pending = new PendingIds(last, gaps.OrderBy(gap => gap.First));
        pending.Settle(page.ConvertAll(row => row.Id), isComplete: false);
        _pending = pending;
        return page;
    }

    /// <summary>
    /// The transactions that have locked the table to write to it, which they do before they take an id. Their lock ends after
    /// their rows have become visible.
    /// </summary>
    private async Task<IReadOnlySet<string>> ListWritersAsync(CancellationToken cancellationToken)
    {
        var writers = await db.Database.SqlQuery<string>(
            $"""
            -- list audit writers
            SELECT DISTINCT virtualtransaction AS "Value" FROM pg_locks
            WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
                AND relation = 'public.audit_events'::regclass
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """).ToListAsync(cancellationToken);
        return writers.ToHashSet();
    }

    private async Task<List<StoredEvent>> ListAsync(IReadOnlyList<IdRange> ranges, CancellationToken cancellationToken)
    {
        var first = ranges.Select(range => range.First).ToArray();
        var last = ranges.Select(range => range.Last).ToArray();
        return await db.Database.SqlQuery<StoredEvent>(SqlFragment.Inline(
            $"""
            -- follow audit events
            SELECT e.*
            FROM unnest({first}, {last}) AS ids(first, last)
            CROSS JOIN LATERAL (
                {StoredEvent.Rows} WHERE id BETWEEN ids.first AND ids.last ORDER BY id LIMIT {MaxRows}) e
            ORDER BY e.id LIMIT {MaxRows}
            """)).ToListAsync(cancellationToken);
    }
}
