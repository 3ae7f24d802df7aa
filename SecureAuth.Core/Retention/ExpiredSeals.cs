using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit.Sealing;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Retention;

/// <summary>
/// Finds the oldest seals all of whose rows have passed their retention, and checks that they are genuine and none is missing.
/// </summary>
/// <remarks>
/// The API's role may insert seals, and the owner of the schema may change them. If the purge believed what they say, it would
/// record, with a MAC of its own, that what somebody has removed by hand had passed its retention.
/// </remarks>
internal sealed class ExpiredSeals(MasterKeys keys, TimeProvider time)
{
    /// <summary>No request needs a row that a purge deletes, so a transaction may delete as many as a seal contains.</summary>
    private const int MaxRows = AuditSealer.BatchSize;

    private const int MaxSeals = 500;

    /// <summary>A row that claims to be from the future is at most this much younger than its seal.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromHours(1);

    public async Task<IReadOnlyList<AuditSeal>> FindEventsAsync(
        AuthDbContext db, AuditBeginning beginning, TimeSpan retention, CancellationToken cancellationToken)
    {
        var seals = await ReadAsync(db, beginning.FirstSeal, cancellationToken);
        if (seals.Count == 0 && beginning.FirstSeal > 1)
        {
            throw Refused($"the seals from {beginning.FirstSeal} on were removed");
        }

        return TakeExpired(seals, beginning, beginning.FirstSeal, beginning.PreviousDigest, retention);
    }

    public async Task<IReadOnlyList<AuditSeal>> FindRefreshesAsync(
        AuthDbContext db, AuditBeginning beginning, TimeSpan retention, CancellationToken cancellationToken)
    {
        var previous = beginning.FirstRefreshSeal == beginning.FirstSeal
            ? beginning.PreviousDigest
            : await FindDigestAsync(db, beginning.FirstRefreshSeal - 1, cancellationToken);
        var seals = await ReadAsync(db, beginning.FirstRefreshSeal, cancellationToken);
        return TakeExpired(seals, beginning, beginning.FirstRefreshSeal, previous, retention);
    }

    private List<AuditSeal> TakeExpired(
        List<AuditSeal> seals, AuditBeginning beginning, long first, byte[] previous, TimeSpan retention)
    {
        var bound = time.GetUtcNow() - retention;
        var expired = new List<AuditSeal>();
        foreach (var seal in seals)
        {
            Check(seal, beginning, first + expired.Count, previous);
            if (ExpiryStart(seal) >= bound)
            {
                break;
            }

            expired.Add(seal);
            previous = seal.Digest;
        }

        return expired;
    }

    private void Check(AuditSeal seal, AuditBeginning beginning, long number, byte[] previous)
    {
        if (seal.Number != number)
        {
            throw Refused(
                number == beginning.FirstSeal
                    ? $"it should begin at seal {number}, but begins at seal {seal.Number}"
                    : $"seal {number} was removed");
        }

        if (keys.Find(seal.Key) is not { } key)
        {
            throw Refused($"the master key {seal.Key} of seal {number} is not configured");
        }

        if (!seal.IsGenuine(key, previous))
        {
            throw Refused($"seal {number} was changed, or does not follow the one before");
        }

        // Only the numbers of the rows are in the digest. Without the ids, the rows were removed before their retention passed.
        if (seal.EventIds.Length != seal.EventCount
            || (number >= beginning.FirstRefreshSeal && seal.RefreshIds.Length != seal.RefreshCount))
        {
            throw Refused($"seal {number} does not have the ids of all its rows");
        }
    }

    private static DateTimeOffset ExpiryStart(AuditSeal seal)
    {
        var latest = seal.SealedAt + Ahead;
        return seal.NewestAt < latest ? seal.NewestAt : latest;
    }

    private static async Task<byte[]> FindDigestAsync(AuthDbContext db, long number, CancellationToken cancellationToken)
    {
        var digests = await db.Database.SqlQuery<byte[]>(
            $"""
            -- find digest of seal
            SELECT digest AS "Value" FROM audit_seals WHERE number = {number}
            """).ToListAsync(cancellationToken);
        return digests is [var digest] ? digest : throw Refused($"seal {number} was removed");
    }

    private static Task<List<AuditSeal>> ReadAsync(AuthDbContext db, long from, CancellationToken cancellationToken) =>
        db.Set<AuditSeal>().FromSql(
            $"""
            -- find seals to purge
            SELECT number, sealed_at, to_id, oldest_at, newest_at, event_count, event_root, event_ids, event_marks, refresh_count,
                refresh_root, refresh_ids, refresh_marks, digest, key, mac
            FROM (
                SELECT *, sum(event_count + refresh_count) OVER (ORDER BY number) - event_count - refresh_count AS rows_before
                FROM (SELECT * FROM audit_seals WHERE number >= {from} ORDER BY number LIMIT {MaxSeals}) s) s
            WHERE rows_before < {MaxRows}
            ORDER BY number
            """).AsNoTracking().ToListAsync(cancellationToken);

    private static InvalidOperationException Refused(string reason) =>
        new($"The audit is not purged, because {reason}: run secureauth audit verify");
}
