using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Puts a new password into force inside the caller's transaction. Sessions end with the old one, and so do second-factor
/// challenges and sign-ins that are under way.
/// </summary>
public sealed class PasswordReplacement(AuthDbContext db, SessionService sessions)
{
    /// <param name="transaction">The caller's.</param>
    /// <param name="userId">Whose.</param>
    /// <param name="hash">Of the new password.</param>
    /// <param name="stamp">
    /// The security stamp that was read before the hash: it decides between two changes in parallel, and the account must be
    /// active. Null for an operator, who decides alone.
    /// </param>
    /// <param name="except">A session that goes on.</param>
    /// <returns>How many sessions ended; null if the account is no longer what the caller saw.</returns>
    public async Task<int?> ApplyAsync(AuditedTransaction transaction, Guid userId, string hash, string? stamp, Guid? except)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE users SET password_hash = {hash}, security_stamp = {SecurityStamp.New()},
                password_changed_at = clock_timestamp(), updated_at = clock_timestamp()
            WHERE id = {userId} AND ({stamp}::text IS NULL OR (security_stamp = {stamp} AND is_active))
            """);
        if (changed == 0)
        {
            return null;
        }

        var ended = await sessions.EndAllOfUserAsync(transaction, userId, except, RevocationReason.PasswordChanged);
        return ended.Live;
    }
}
