using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>
/// The ids that a seal has passed over. An id is taken when a row is inserted, and the row is seen when it is committed, which
/// may be later. Such a row becomes part of a later batch, so no writer waits. Other ids are of transactions that were rolled
/// back.
/// </summary>
/// <remarks>
/// Whoever has the role of the API can insert as many gaps as they like. So each batch looks at some of them, in turn, and the
/// work of a batch has a bound. Overlapping gaps only mean that some ids are looked at twice.
/// </remarks>
internal sealed class AuditGaps(TimeProvider time)
{
    /// <summary>
    /// For how long a row may still come. No transaction of the product takes this long, and a row that comes later is as
    /// suspicious as one that somebody inserted.
    /// </summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromHours(1);

    /// <summary>A check of the table enforces it.</summary>
    public const int MaxIds = 10_000;

    private const int MaxGapsPerBatch = 1000;

    private const long MaxIdsPerBatch = 50_000;

    /// <summary>
    /// When the clock of the database jumps forward, all gaps expire at once, and the transactions of that moment still run.
    /// </summary>
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan TolerableJump = TimeSpan.FromSeconds(5);

    private long _lookedUpTo;
    private bool _hasMore;
    private (DateTimeOffset Now, long Timestamp)? _lastLook;
    private long _evenSince;

    /// <summary>Whether the last batch left gaps to the next one.</summary>
    public bool HasMore => _lookedUpTo > 0;

    /// <summary>The gaps that this batch looks at, in the transaction of the batch.</summary>
    public async Task<IReadOnlyList<AuditGap>> TakeAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        var gaps = await db.Set<AuditGap>().AsNoTracking().TagWith("find audit gaps")
            .Where(gap => gap.FirstId > _lookedUpTo).OrderBy(gap => gap.FirstId).Take(MaxGapsPerBatch + 1)
            .ToListAsync(cancellationToken);
        var ids = 0L;
        List<AuditGap> taken =
            [.. gaps.Take(MaxGapsPerBatch).TakeWhile(gap => (ids += gap.LastId - gap.FirstId + 1) <= MaxIdsPerBatch)];
        _hasMore = taken.Count < gaps.Count;
        return taken;
    }

    /// <summary>Closes what the seal has filled and what is too old, and opens the gaps between the new rows.</summary>
    /// <param name="db">The database, in the transaction of the batch.</param>
    /// <param name="taken">The gaps that the batch has looked at.</param>
    /// <param name="areEmptied">Whether the batch has all rows that are in them.</param>
    /// <param name="sealedTo">The greatest id of the seals before.</param>
    /// <param name="rows">The rows of the batch, in the order of their ids.</param>
    /// <param name="now">The time by the clock of the database, read before the rows were.</param>
    public async Task UpdateAsync(
        AuthDbContext db,
        IReadOnlyList<AuditGap> taken,
        bool areEmptied,
        long sealedTo,
        IReadOnlyList<AuditLeafRow> rows,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var mayClose = IsClockEven(now) && areEmptied;
        var late = rows.Select(row => row.Id).Where(id => id <= sealedTo).ToArray();
        var closed = taken.Where(gap => IsOver(gap) || late.Any(gap.Contains)).ToList();
        var opened = closed.Where(gap => !IsOver(gap))
            .SelectMany(gap => Between(gap.FirstId, [.. late.Where(gap.Contains)], gap.LastId, gap.NoticedAt))
            .Concat(Below(rows, sealedTo, now))
            .ToList();
        if (closed.Count > 0)
        {
            await CloseAsync(db, closed, cancellationToken);
        }

        if (opened.Count > 0)
        {
            await OpenAsync(db, opened, cancellationToken);
        }

        if (areEmptied)
        {
            _lookedUpTo = _hasMore ? taken[^1].FirstId : 0;
        }

        bool IsOver(AuditGap gap) => mayClose && gap.IsExpired(now);
    }

    /// <summary>The ranges from the first id to the last that contain none of the ids.</summary>
    internal static IEnumerable<AuditGap> Between(long first, long[] ids, long? last, DateTimeOffset noticedAt)
    {
        foreach (var id in ids)
        {
            if (id > first)
            {
                yield return new AuditGap(first, id - 1, noticedAt);
            }

            first = id + 1;
        }

        if (last >= first)
        {
            yield return new AuditGap(first, last.Value, noticedAt);
        }
    }

    /// <summary>
    /// The gaps between the new rows. Rows with smaller ids are at least as old, so nothing that would be sealed can come below
    /// an old row. Otherwise the first seals of an existing installation would open a gap for each purged refresh.
    /// Of a huge gap, which a failed import leaves, only the end can belong to a transaction that still runs.
    /// </summary>
    internal static IEnumerable<AuditGap> Below(IEnumerable<AuditLeafRow> rows, long sealedTo, DateTimeOffset now)
    {
        var first = sealedTo + 1;
        foreach (var row in rows.Where(row => row.Id > sealedTo))
        {
            if (row.Id > first && row.OccurredAt > now - OpenFor)
            {
                yield return new AuditGap(Math.Max(first, row.Id - MaxIds), row.Id - 1, now);
            }

            first = row.Id + 1;
        }
    }

    private static Task CloseAsync(AuthDbContext db, List<AuditGap> gaps, CancellationToken cancellationToken)
    {
        var first = gaps.ConvertAll(gap => gap.FirstId).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            -- close audit gaps
            DELETE FROM audit_gaps WHERE first_id = ANY({first})
            """,
            cancellationToken);
    }

    /// <summary>Gaps that somebody has inserted may be in the way. They do not keep anything from being sealed.</summary>
    private static Task OpenAsync(AuthDbContext db, List<AuditGap> gaps, CancellationToken cancellationToken)
    {
        var first = gaps.ConvertAll(gap => gap.FirstId).ToArray();
        var last = gaps.ConvertAll(gap => gap.LastId).ToArray();
        var noticed = gaps.ConvertAll(gap => gap.NoticedAt).ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            -- open audit gaps
            INSERT INTO audit_gaps (first_id, last_id, noticed_at)
            SELECT * FROM unnest({first}, {last}, {noticed})
            ON CONFLICT (first_id) DO NOTHING
            """,
            cancellationToken);
    }

    private bool IsClockEven(DateTimeOffset now)
    {
        var timestamp = time.GetTimestamp();
        if (_lastLook is not { } before
            || (now - before.Now - time.GetElapsedTime(before.Timestamp, timestamp)).Duration() > TolerableJump)
        {
            _evenSince = timestamp;
        }

        _lastLook = (now, timestamp);
        return time.GetElapsedTime(_evenSince, timestamp) > SettlingTime;
    }
}
