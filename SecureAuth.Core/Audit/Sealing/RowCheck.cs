using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>Compares the rows with the seals, and finds rows that no seal contains.</summary>
internal sealed class RowCheck(AuditFindings findings)
{
    /// <summary>How much later than the rows around it a row may be sealed: a little more than a gap is open.</summary>
    private static readonly TimeSpan MaxDelay = AuditGaps.OpenFor + TimeSpan.FromMinutes(15);

    /// <summary>A longer time between two seals does not count as a delay: no instance was running.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    /// <summary>As many as a read has, and those that somebody may have inserted. More would fill the memory.</summary>
    private const int MaxRows = 100_000;

    /// <summary>More than there ever are, unless somebody inserts rows by the thousand.</summary>
    private const int MaxUnclaimed = 100_000;

    /// <summary>Rows that none of the seals so far contains. A later seal may, because a row may be committed late.</summary>
    private readonly SortedSet<long> _unclaimed = [];

    /// <summary>The last id and the time of recent seals, to tell how late a row was sealed. The pauses are left out.</summary>
    private readonly Queue<(long ToId, TimeSpan Time)> _recent = new();

    private readonly AuditLeaf _leaf = new();
    private readonly ErasureCheck _erasures = new(findings);

    private long _toId = long.MinValue;
    private long _forgottenToId = long.MinValue;
    private long _firstWithSalt = long.MaxValue;
    private TimeSpan _time;
    private DateTimeOffset? _lastSealedAt;

    /// <summary>The number of rows that were compared.</summary>
    public long Count { get; private set; }

    public async Task CheckAsync(
        AuthDbContext db, IReadOnlyList<AuditSeal> seals, long firstRefreshSeal, CancellationToken cancellationToken)
    {
        var late = seals.SelectMany(seal => seal.EventIds.Concat(seal.RefreshIds)).Where(id => id <= _toId).ToArray();
        var toId = Math.Max(_toId, seals.Max(seal => seal.ToId));
        var rows = (await ReadAsync(db, _toId, toId, late, cancellationToken)).ToLookup(row => row.Id);
        foreach (var row in rows)
        {
            if (_unclaimed.Count < MaxUnclaimed)
            {
                _unclaimed.Add(row.Key);
            }

            if (row.Count() > 1)
            {
                findings.AddRow(AuditFindingKind.RowInserted, $"there are two rows with the id {row.Key}", null, row.Last());
            }
        }

        foreach (var seal in seals)
        {
            Remember(seal);
            RememberSalt(seal, rows);
            CheckPart(seal, seal.EventCount, seal.EventRoot, seal.EventIds, seal.EventMarks, rows);
            if (seal.Number >= firstRefreshSeal)
            {
                CheckPart(seal, seal.RefreshCount, seal.RefreshRoot, seal.RefreshIds, seal.RefreshMarks, rows);
            }
        }

        await _erasures.CheckAsync(db, cancellationToken);
        _toId = toId;
    }

    /// <summary>Looks at the rows that no verified seal contains.</summary>
    /// <param name="db">The database, in a transaction that sees one state of it.</param>
    /// <param name="target">The last seal that was verified.</param>
    /// <param name="sealing">How far the audit is sealed by now.</param>
    public async Task CheckUnsealedAsync(
        AuthDbContext db, long target, AuditSealing sealing, CancellationToken cancellationToken)
    {
        if (sealing.Problem is { } problem)
        {
            findings.Add(AuditFindingKind.Unsealed, problem);
        }

        // The rows of a seal that is not there belong to no seal, which tells nothing new.
        if (_unclaimed.Count == 0 || findings.AreAboutSeals)
        {
            return;
        }

        // A purge or a later seal may have taken care of them meanwhile, or the next seal will, by the rule of AuditSealer.
        var ids = _unclaimed.ToArray();
        var rows = await db.Database.SqlQuery<AuditLeafRow>(SqlFragment.Inline(
            $"""
            -- find unsealed rows
            SELECT {AuditLeafRow.Columns}
            FROM audit_events a
            WHERE a.id = ANY({ids})
                AND NOT EXISTS (
                    SELECT FROM audit_gaps g
                    WHERE a.id >= g.first_id AND a.id <= g.last_id AND a.occurred_at > g.noticed_at - {AuditGaps.OpenFor})
                AND NOT EXISTS (
                    SELECT FROM audit_seals s WHERE s.number > {target} AND a.id = ANY(s.event_ids || s.refresh_ids))
            ORDER BY a.id LIMIT 100
            """)).ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            findings.AddRow(AuditFindingKind.RowInserted, $"row {row.Id} was inserted: no seal contains it", null, row);
        }
    }

    private void CheckPart(
        AuditSeal seal, int count, byte[] root, long[] ids, byte[] marks, ILookup<long, AuditLeafRow> rows)
    {
        var found = new List<AuditLeafRow>(ids.Length);
        var before = findings.All.Count;
        for (var index = 0; index < ids.Length && !findings.AreEnough; index++)
        {
            var id = ids[index];
            _unclaimed.Remove(id);
            if (rows[id].FirstOrDefault() is not { } row)
            {
                findings.AddRemoved(seal, id);
                continue;
            }

            Count++;
            found.Add(row);
            CheckDelay(seal, row);
            CheckErasure(seal, row);
            CheckSalt(seal, row);
        }

        var isComplete = found.Count == ids.Length && ids.Length == count;
        if (isComplete && SealedPart.Of(found).Root.AsSpan().SequenceEqual(root))
        {
            return;
        }

        FindChanged(seal, ids, marks, rows);
        if (findings.All.Count == before)
        {
            findings.Add(
                AuditFindingKind.SealChanged, $"what seal {seal.Number} says about its rows was changed", seal.Number);
        }
    }

    /// <summary>The marks tell which of the rows is another one than when it was sealed.</summary>
    private void FindChanged(AuditSeal seal, long[] ids, byte[] marks, ILookup<long, AuditLeafRow> rows)
    {
        if (marks.Length != ids.Length * AuditLeaf.MarkLength)
        {
            return;
        }

        for (var index = 0; index < ids.Length; index++)
        {
            var mark = marks.AsSpan(index * AuditLeaf.MarkLength, AuditLeaf.MarkLength);
            if (rows[ids[index]].FirstOrDefault() is { } row
                && !_leaf.Of(row).AsSpan(0, AuditLeaf.MarkLength).SequenceEqual(mark))
            {
                findings.AddRow(
                    AuditFindingKind.RowChanged, $"row {row.Id} was changed after it was sealed", seal.Number, row);
            }
        }
    }

    private void CheckErasure(AuditSeal seal, AuditLeafRow row)
    {
        if (!row.IsErased)
        {
            return;
        }

        if (row.Salt is not null || row.AddressBytes is not null || row.UserAgent is not null || row.RequestId is not null
            || (row.HasPersonalReason && row.Reason is not null))
        {
            findings.AddRow(
                AuditFindingKind.RowChanged, $"row {row.Id} is marked as erased, but has personal data", seal.Number, row);
            return;
        }

        _erasures.Add(seal.Number, row);
    }

    /// <summary>
    /// Rows have a salt since the audit is sealed. Without one, the personal columns are not in the seal, so whoever removes it,
    /// or keeps the column from being filled, could change them later.
    /// </summary>
    private void CheckSalt(AuditSeal seal, AuditLeafRow row)
    {
        if (!row.HasPersonalDigest && row.Id > _firstWithSalt)
        {
            findings.AddRow(
                AuditFindingKind.RowChanged,
                $"row {row.Id} has lost its salt before it was sealed, so its personal data are not sealed", seal.Number, row);
        }
    }

    private void RememberSalt(AuditSeal seal, ILookup<long, AuditLeafRow> rows)
    {
        foreach (var id in seal.EventIds.Concat(seal.RefreshIds))
        {
            if (id < _firstWithSalt && rows[id].FirstOrDefault() is { HasPersonalDigest: true })
            {
                _firstWithSalt = id;
            }
        }
    }

    private void CheckDelay(AuditSeal seal, AuditLeafRow row)
    {
        if (row.Id > _toId)
        {
            return;
        }

        if (row.Id <= _forgottenToId)
        {
            findings.AddRow(
                AuditFindingKind.RowInserted, $"row {row.Id} was inserted long after the rows around it", seal.Number, row);
        }
    }

    private void Remember(AuditSeal seal)
    {
        var pause = seal.SealedAt - (_lastSealedAt ?? seal.SealedAt);
        _time += pause < MaxPause ? pause : MaxPause;
        _lastSealedAt = seal.SealedAt;
        _recent.Enqueue((seal.ToId, _time));
        while (_recent.TryPeek(out var oldest) && _time - oldest.Time > MaxDelay)
        {
            _forgottenToId = _recent.Dequeue().ToId;
        }
    }

    private static async Task<List<AuditLeafRow>> ReadAsync(
        AuthDbContext db, long after, long to, long[] late, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<AuditLeafRow>(SqlFragment.Inline(
            $"""
            -- read sealed events
            (SELECT {AuditLeafRow.Columns} FROM audit_events a WHERE a.id > {after} AND a.id <= {to}
                ORDER BY a.id LIMIT {MaxRows})
            UNION ALL
            (SELECT {AuditLeafRow.Columns} FROM audit_events a WHERE a.id = ANY({late}) ORDER BY a.id LIMIT {MaxRows})
            """)).ToListAsync(cancellationToken);
}
