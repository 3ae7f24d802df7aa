using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Accounts;

internal static class EmailLock
{
    /// <summary>
    /// Locks addresses, taken or free, until the caller's transaction ends. Whatever gives an address to an account does this
    /// before anything else. Otherwise a registration that waits for a change of the same address would not see that the change
    /// has reserved it, because its statement began before. The order keeps two callers from waiting for each other.
    /// </summary>
    public static Task LockEmailsAsync(this AuthDbContext db, params string[] normalizedEmails) => db.Database.ExecuteSqlAsync(
        $"""
        -- lock e-mails
        SELECT pg_advisory_xact_lock(l.key)
        FROM (SELECT DISTINCT hashtextextended(e, 12) AS key FROM unnest({normalizedEmails}) e ORDER BY key) l
        """);
}
