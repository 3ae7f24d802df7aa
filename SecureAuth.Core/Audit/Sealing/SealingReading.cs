using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>What the database says about the last seal, which whoever may insert seals could have forged.</summary>
internal sealed record SealingReading(
    long? Number,
    DateTimeOffset? SealedAt,
    long? ToId,
    DateTimeOffset? OldestAt,
    DateTimeOffset? NewestAt,
    int? EventCount,
    byte[]? EventRoot,
    int? RefreshCount,
    byte[]? RefreshRoot,
    byte[]? Digest,
    string? Key,
    byte[]? Mac,
    byte[]? PreviousDigest,
    bool IsBeyondRows,
    TimeSpan? UnsealedAge,
    bool HasGaps,
    DateTimeOffset Now)
{
    /// <summary>One statement, because a purge may remove the seal before the last one at any time.</summary>
    public static async Task<SealingReading> ReadAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<SealingReading>(
            $"""
            -- read audit sealing
            SELECT s.number, s.sealed_at, s.to_id, s.oldest_at, s.newest_at, s.event_count, s.event_root, s.refresh_count,
                s.refresh_root, s.digest, s.key, s.mac, COALESCE(p.digest, b.previous_digest) AS previous_digest,
                COALESCE(s.to_id > pg_sequence_last_value('audit_events_id_seq'), false) AS is_beyond_rows,
                (SELECT GREATEST(clock_timestamp() - GREATEST(a.occurred_at, '0001-01-02 00:00:00+00'), interval '0')
                    FROM audit_events a WHERE a.id > COALESCE(s.to_id, 0) ORDER BY a.id LIMIT 1) AS unsealed_age,
                EXISTS (SELECT FROM audit_gaps) AS has_gaps, clock_timestamp() AS now
            FROM (SELECT) one
            LEFT JOIN LATERAL (
                SELECT number, sealed_at, to_id, oldest_at, newest_at, event_count, event_root, refresh_count, refresh_root,
                    digest, key, mac
                FROM audit_seals ORDER BY number DESC LIMIT 1) s ON true
            LEFT JOIN audit_seals p ON p.number = s.number - 1
            LEFT JOIN audit_beginning b ON b.first_seal = s.number
            """).ToListAsync(cancellationToken);
        return rows[0];
    }

    public SealFault FindFault(MasterKeys keys)
    {
        if (Number is null)
        {
            return SealFault.None;
        }

        return keys.Find(Key) switch
        {
            { } key when !ToSeal().IsGenuine(key, PreviousDigest ?? AuditSeal.NoDigest) => SealFault.Forged,
            _ when IsBeyondRows => SealFault.BeyondRows,
            null => SealFault.KeyMissing,
            _ => SealFault.None,
        };
    }

    private AuditSeal ToSeal() => new(
        Number!.Value, SealedAt!.Value, ToId!.Value, OldestAt!.Value, NewestAt!.Value, EventCount!.Value, EventRoot!, [], [],
        RefreshCount!.Value, RefreshRoot!, [], [], Digest!, Key!, Mac!);
}
