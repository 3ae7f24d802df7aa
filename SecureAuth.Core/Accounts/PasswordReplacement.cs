using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Replaces a password inside the caller's transaction and tells the user. This ends the user's sessions, second-factor
/// challenges, mailed tokens and sign-ins in progress.
/// </summary>
public sealed class PasswordReplacement(AuthDbContext db, SessionService sessions, Outbox outbox)
{
    /// <param name="transaction">The caller's transaction.</param>
    /// <param name="userId">The user whose password is replaced.</param>
    /// <param name="hash">The hash of the new password.</param>
    /// <param name="stamp">
    /// The security stamp that was read before hashing. Of two parallel changes only the first finds it unchanged. If it is
    /// given, the account must be active too. An operator passes null and overrides both conditions.
    /// </param>
    /// <param name="except">A session to keep.</param>
    /// <param name="actor">Whoever replaces the password.</param>
    /// <returns>The number of sessions that ended, or null if the account has changed since the caller read it.</returns>
    public async Task<int?> ApplyAsync(
        AuditedTransaction transaction, Guid userId, string hash, string? stamp, Guid? except, Actor actor)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            -- update password
            UPDATE users SET password_hash = {hash}, security_stamp = {SecurityStamp.New()},
                password_changed_at = clock_timestamp(), updated_at = clock_timestamp()
            WHERE id = {userId} AND ({stamp}::text IS NULL OR (security_stamp = {stamp} AND is_active))
            """);
        if (changed == 0)
        {
            return null;
        }

        await outbox.AddAsync(transaction, NewMail.ToUser(MailKind.PasswordChanged, userId, MailDetails.Of(actor)));
        var ended = await sessions.EndAllForUserAsync(transaction, userId, except, RevocationReason.PasswordChanged);
        return ended.Live;
    }

    /// <summary>
    /// Removes the password of a locked user who has a passkey, and tells the user. All sessions end except that of the entry.
    /// </summary>
    /// <returns>False if there is no passkey, which would be the only way in, or no password.</returns>
    public async Task<bool> RemoveAsync(AuditedTransaction transaction, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(entry);

        var userId = entry.UserId!.Value;
        var removed = await db.Database.ExecuteSqlAsync(
            $"""
            -- remove password
            UPDATE users SET password_hash = NULL, security_stamp = {SecurityStamp.New()},
                password_changed_at = clock_timestamp(), updated_at = clock_timestamp()
            WHERE id = {userId} AND password_hash IS NOT NULL
                AND EXISTS (SELECT FROM passkeys WHERE user_id = {userId})
            """);
        if (removed == 0)
        {
            return false;
        }

        var details = MailDetails.Of(entry.Actor, MailChange.PasswordRemoved);
        await outbox.AddAsync(transaction, NewMail.ToUser(MailKind.PasswordChanged, userId, details));
        await sessions.EndAllForUserAsync(transaction, userId, entry.SessionId, RevocationReason.PasswordChanged);
        transaction.Record(entry);
        return true;
    }

    /// <summary>
    /// Ends the password of a locked user without another one, because somebody else may have chosen it. Sessions go on: a
    /// stranger can cause this, and must not be able to sign anybody out.
    /// </summary>
    /// <returns>The new security stamp.</returns>
    public async Task<string> EndAsync(AuditedTransaction transaction, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(entry);

        var stamp = SecurityStamp.New();
        await db.Database.ExecuteSqlAsync(
            $"""
            -- end password
            UPDATE users SET password_hash = NULL, security_stamp = {stamp}, updated_at = clock_timestamp()
            WHERE id = {entry.UserId}
            """);
        transaction.Record(entry);
        return stamp;
    }
}
