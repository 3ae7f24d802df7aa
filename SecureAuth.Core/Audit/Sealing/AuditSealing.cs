using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>How far the audit is sealed.</summary>
/// <param name="LastSeal">The number of the last seal, or null before the first one.</param>
/// <param name="Key">The fingerprint of the master key of the last seal.</param>
/// <param name="SealedAt">The time of the last seal.</param>
/// <param name="UnsealedAge">The age of the oldest row that is not sealed yet, or null if all are sealed.</param>
/// <param name="HasGaps">Whether ids before the last seal may still be committed.</param>
public sealed record AuditSealing(
    long? LastSeal, string? Key, DateTimeOffset? SealedAt, TimeSpan? UnsealedAge, bool HasGaps)
{
    /// <summary>Beyond this, no instance of the API seals.</summary>
    public static readonly TimeSpan TolerableAge = TimeSpan.FromMinutes(5);

    public bool IsStuck => UnsealedAge > TolerableAge;

    public static async Task<AuditSealing> ReadAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);

        var rows = await db.Database.SqlQuery<AuditSealing>(
            $"""
            -- read audit sealing
            SELECT s.number AS last_seal, s.key, s.sealed_at,
                (SELECT GREATEST(clock_timestamp() - a.occurred_at, interval '0') FROM audit_events a
                    WHERE a.id > COALESCE(s.to_id, 0) ORDER BY a.id LIMIT 1) AS unsealed_age,
                EXISTS (SELECT FROM audit_gaps) AS has_gaps
            FROM (SELECT) one
            LEFT JOIN LATERAL (
                SELECT number, key, sealed_at, to_id FROM audit_seals WHERE number > 0 ORDER BY number DESC LIMIT 1) s ON true
            """).ToListAsync(cancellationToken);
        return rows[0];
    }
}
