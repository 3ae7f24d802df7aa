using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Retention;

/// <summary>
/// Finds tables with rows whose retention has passed long ago. There are such rows if no instance of the API purges them, or if
/// a purge fails again and again.
/// </summary>
public sealed class OverdueRows(AuthDbContext db, RetentionTimes times)
{
    /// <summary>An instance purges every ten minutes, and a large backlog takes some time.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromHours(2);

    /// <summary>The audit is removed in larger portions.</summary>
    private static readonly TimeSpan AuditTolerance = TimeSpan.FromDays(2);

    /// <summary>Each part needs the oldest row of an index and no other.</summary>
    /// <returns>The names of the tables.</returns>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<string>(
            $"""
            -- find overdue rows
            SELECT 'sessions' AS "Value" WHERE (
                SELECT LEAST(expires_at, absolute_expires_at, revoked_at) FROM sessions
                ORDER BY LEAST(expires_at, absolute_expires_at, revoked_at) LIMIT 1) < now() - {times.Sessions + Tolerance}
            UNION ALL SELECT 'second_factor_challenges' WHERE (
                SELECT expires_at FROM second_factor_challenges ORDER BY expires_at LIMIT 1)
                < now() - {Purge.Retention + Tolerance}
            UNION ALL SELECT 'passkey_challenges' WHERE (
                SELECT expires_at FROM passkey_challenges ORDER BY expires_at LIMIT 1) < now() - {Tolerance}
            UNION ALL SELECT 'one_time_tokens' WHERE (
                SELECT expires_at FROM one_time_tokens ORDER BY expires_at LIMIT 1) < now() - {Purge.Retention + Tolerance}
            UNION ALL SELECT 'mailed_codes' WHERE (
                SELECT expires_at FROM mailed_codes ORDER BY expires_at LIMIT 1) < now() - {Purge.Retention + Tolerance}
            UNION ALL SELECT 'invitations' WHERE (
                SELECT expires_at FROM invitations ORDER BY expires_at LIMIT 1) < now() - {Purge.Retention + Tolerance}
            UNION ALL SELECT 'usernames' WHERE (
                SELECT reserved_until FROM usernames WHERE reserved_until IS NOT NULL ORDER BY reserved_until LIMIT 1)
                < now() - {Tolerance}
            UNION ALL SELECT 'outbox' WHERE (
                SELECT erase_at FROM outbox WHERE erase_at IS NOT NULL ORDER BY erase_at LIMIT 1) < now() - {Tolerance}
            UNION ALL SELECT 'audit_events' WHERE (
                SELECT occurred_at FROM audit_events ORDER BY id LIMIT 1) < now() - {times.Audit + AuditTolerance}
            """).ToListAsync(cancellationToken);
}
