using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>Seals the next batch of rows.</summary>
internal sealed class AuditSealer(MasterKeys keys, TimeProvider time)
{
    /// <summary>Of rows that follow the last seal, and of late ones.</summary>
    public const int BatchSize = 500;

    /// <summary>An arbitrary number that no other advisory lock in this database uses.</summary>
    private const long Lock = 0x5EC0_0006;

    private readonly AuditGaps _gaps = new(time);

    /// <summary>
    /// Seals the rows that are committed and not sealed yet, up to a batch. One process does this at a time, and the others do
    /// not wait for it. The rows need no lock, because nobody may change them; an erasure does not change their leaves.
    /// </summary>
    /// <remarks>
    /// An instance with a wrong master key must not seal: nobody could verify it. While a key is rotated, an instance that does
    /// not have the new key yet leaves the sealing to the others. Nobody follows a seal that was forged.
    /// </remarks>
    /// <returns>Whether there may be more to seal.</returns>
    public async Task<bool> SealAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var lockTaken = await db.Database.SqlQuery<bool>(
            $"""
            -- lock audit seals
            SELECT pg_try_advisory_xact_lock({Lock}) AS "Value"
            """).ToListAsync(cancellationToken);
        if (lockTaken is not [true])
        {
            return false;
        }

        var last = await SealingReading.ReadAsync(db, cancellationToken);
        if (last.FindFault(keys) is not SealFault.None)
        {
            return false;
        }

        var sealedTo = last.ToId ?? 0;
        var gaps = await _gaps.TakeAsync(db, cancellationToken);
        var found = await FindUnsealedAsync(db, gaps, sealedTo, cancellationToken);
        var isFull = found.Count(row => row.Id <= sealedTo) >= BatchSize;

        // Gaps that overlap find a row twice.
        var rows = found.DistinctBy(row => row.Id).ToList();
        await _gaps.UpdateAsync(db, gaps, !isFull, sealedTo, rows, last.Now, cancellationToken);
        if (rows.Count > 0)
        {
            await InsertAsync(db, Create(last, rows), cancellationToken);
        }

        // The seal exists or not, whether or not the answer comes: the next batch begins after the last seal that there is.
        await transaction.CommitAsync(CancellationToken.None);
        return found.Count >= BatchSize || _gaps.HasMore;
    }

    private AuditSeal Create(SealingReading last, IReadOnlyList<AuditLeafRow> rows)
    {
        var refreshes = SealedPart.Of([.. rows.Where(row => row.IsRefresh)]);
        var others = SealedPart.Of([.. rows.Where(row => !row.IsRefresh)]);
        var seal = new AuditSeal(
            (last.Number ?? 0) + 1,
            last.Now,
            Math.Max(last.ToId ?? 0, rows.Max(row => row.Id)),
            rows.Min(row => row.OccurredAt),
            rows.Max(row => row.OccurredAt),
            others.Ids.Length,
            others.Root,
            others.Ids,
            others.Marks,
            refreshes.Ids.Length,
            refreshes.Root,
            refreshes.Ids,
            refreshes.Marks,
            [],
            keys.Newest.Fingerprint,
            []);
        var digest = seal.ComputeDigest(last.Digest ?? AuditSeal.NoDigest);
        return seal with { Digest = digest, Mac = keys.Newest.SealAudit(digest) };
    }

    /// <summary>
    /// One statement, so that all rows are seen at the same time. Where the ids are not known, the limit makes PostgreSQL read
    /// the rows in the order of an index. A row that comes late, but claims to be old, is not sealed: somebody has inserted it.
    /// </summary>
    private static async Task<List<AuditLeafRow>> FindUnsealedAsync(
        AuthDbContext db, IReadOnlyList<AuditGap> gaps, long sealedTo, CancellationToken cancellationToken)
    {
        var first = gaps.Select(gap => gap.FirstId).ToArray();
        var last = gaps.Select(gap => Math.Min(gap.LastId, sealedTo)).ToArray();
        var noticed = gaps.Select(gap => gap.NoticedAt).ToArray();
        var rows = await db.Database.SqlQuery<AuditLeafRow>(SqlFragment.Inline(
            $"""
            -- find unsealed events
            (SELECT {AuditLeafRow.Columns}
                FROM unnest({first}, {last}, {noticed}) g (first_id, last_id, noticed_at) CROSS JOIN LATERAL (
                    SELECT * FROM audit_events e
                    WHERE e.id >= g.first_id AND e.id <= g.last_id AND e.occurred_at > g.noticed_at - {AuditGaps.OpenFor}
                    ORDER BY e.id LIMIT {BatchSize}) a
                LIMIT {BatchSize})
            UNION ALL
            (SELECT {AuditLeafRow.Columns} FROM audit_events a WHERE a.id > {sealedTo} ORDER BY a.id LIMIT {BatchSize})
            """)).ToListAsync(cancellationToken);
        rows.Sort((one, other) => one.Id.CompareTo(other.Id));
        return rows;
    }

    private static Task InsertAsync(AuthDbContext db, AuditSeal seal, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            -- insert seal
            INSERT INTO audit_seals (
                number, sealed_at, to_id, oldest_at, newest_at, event_count, event_root, event_ids, event_marks, refresh_count,
                refresh_root, refresh_ids, refresh_marks, digest, key, mac)
            VALUES (
                {seal.Number}, {seal.SealedAt}, {seal.ToId}, {seal.OldestAt}, {seal.NewestAt}, {seal.EventCount},
                {seal.EventRoot}, {seal.EventIds}, {seal.EventMarks}, {seal.RefreshCount}, {seal.RefreshRoot},
                {seal.RefreshIds}, {seal.RefreshMarks}, {seal.Digest}, {seal.Key}, {seal.Mac})
            """,
            cancellationToken);
}
