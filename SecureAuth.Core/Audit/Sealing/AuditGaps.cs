using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>
/// The ids that a seal has passed over. An id is taken when a row is inserted, and the row is seen when it is committed, which
/// may be later. Such a row becomes part of a later batch, so no writer waits. Other ids are of transactions that were rolled
/// back.
/// </summary>
internal static class AuditGaps
{
    /// <summary>
    /// For how long a row may still come. No transaction of the product takes this long, and a row that comes later is as
    /// suspicious as one that somebody inserted.
    /// </summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromHours(1);

    public static async Task<IReadOnlyList<AuditGap>> ReadAsync(AuthDbContext db, CancellationToken cancellationToken) =>
        await db.Set<AuditGap>().AsNoTracking().TagWith("find audit gaps").ToListAsync(cancellationToken);

    /// <summary>Closes what the seal has filled and what is too old, and opens the gaps between the new rows.</summary>
    public static async Task UpdateAsync(
        AuthDbContext db,
        IReadOnlyList<AuditGap> gaps,
        long sealedTo,
        IReadOnlyList<AuditLeafRow> rows,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var late = rows.Select(row => row.Id).Where(id => id <= sealedTo).Order().ToArray();
        var changed = gaps.Where(gap =>
            now - gap.NoticedAt > OpenFor || late.Any(id => id >= gap.FirstId && id <= gap.LastId)).ToList();
        var added = changed.Where(gap => now - gap.NoticedAt <= OpenFor).SelectMany(gap => Between(
            gap.FirstId, [.. late.Where(id => id >= gap.FirstId && id <= gap.LastId)], gap.LastId, gap.NoticedAt)).ToList();
        added.AddRange(Between(sealedTo + 1, [.. rows.Select(row => row.Id).Where(id => id > sealedTo).Order()], null, now));
        if (changed.Count > 0)
        {
            var closed = changed.ConvertAll(gap => gap.FirstId).ToArray();
            await db.Database.ExecuteSqlAsync(
                $"""
                -- close audit gaps
                DELETE FROM audit_gaps WHERE first_id = ANY({closed})
                """,
                cancellationToken);
        }

        if (added.Count > 0)
        {
            var first = added.ConvertAll(gap => gap.FirstId).ToArray();
            var last = added.ConvertAll(gap => gap.LastId).ToArray();
            var noticed = added.ConvertAll(gap => gap.NoticedAt).ToArray();
            await db.Database.ExecuteSqlAsync(
                $"""
                -- open audit gaps
                INSERT INTO audit_gaps (first_id, last_id, noticed_at)
                SELECT * FROM unnest({first}, {last}, {noticed})
                """,
                cancellationToken);
        }
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
}
