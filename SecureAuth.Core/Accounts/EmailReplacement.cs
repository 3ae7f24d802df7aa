using Microsoft.EntityFrameworkCore;
using Npgsql;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Replaces the address of an account inside the caller's transaction. This ends the user's sessions, second-factor challenges,
/// mailed tokens (except those that put a former address back) and sign-ins in progress.
/// </summary>
public sealed class EmailReplacement(AuthDbContext db, AccountLockout lockout, Outbox outbox, SessionService sessions)
{
    /// <summary>Takes all locks, in the usual order. The addresses come first.</summary>
    /// <param name="present">The address that the account has, normalised.</param>
    /// <param name="next">The address that it gets, normalised.</param>
    /// <param name="nextIdentifier">The identifier of that address for the lockout, computed before the transaction.</param>
    public async Task LockAsync(Guid userId, string present, string next, byte[] nextIdentifier)
    {
        await db.LockEmailsAsync(present, next);

        // What was counted at the former address stays there, as at an address without an account. Guesses that were made at the
        // new one before must not lock out its owner.
        await lockout.DetachAsync(userId);
        await lockout.ClearAsync(nextIdentifier, isNew: true);
        await db.LockUserAsync(userId);
    }

    /// <param name="transaction">The caller's transaction, in which <see cref="LockAsync"/> has been called.</param>
    /// <param name="email">The address as it was typed.</param>
    /// <param name="normalizedEmail">The same, normalised.</param>
    /// <param name="except">A session to keep.</param>
    /// <param name="reason">Why the other sessions end.</param>
    /// <returns>False if the address belongs to another account, or is reserved for one. The caller then rolls back.</returns>
    public async Task<bool> ApplyAsync(
        AuditedTransaction transaction, Guid userId, string email, string normalizedEmail, Guid? except, RevocationReason reason)
    {
        ArgumentNullException.ThrowIfNull(transaction);

        await outbox.KeepAtPresentAddressAsync(userId);
        if (!await UpdateAsync(userId, email, normalizedEmail))
        {
            return false;
        }

        await sessions.EndAllForUserAsync(transaction, userId, except, reason);
        return true;
    }

    private async Task<bool> UpdateAsync(Guid userId, string email, string normalizedEmail)
    {
        try
        {
            return await db.Database.ExecuteSqlAsync(SqlFragment.Inline(
                $"""
                -- update e-mail
                UPDATE users SET email = {email}, normalized_email = {normalizedEmail}, email_verified = true,
                    security_stamp = {SecurityStamp.New()}, updated_at = clock_timestamp()
                WHERE id = {userId}
                    AND NOT EXISTS (SELECT FROM users o WHERE o.normalized_email = {normalizedEmail} AND o.id <> {userId})
                    AND NOT EXISTS (
                        SELECT FROM one_time_tokens t
                        WHERE t.normalized_email = {normalizedEmail} AND t.user_id <> {userId} AND {RestoreTokens.Reserves})
                """)) > 0;
        }
        catch (PostgresException error)
            when (error.SqlState == PostgresErrorCodes.UniqueViolation && error.ConstraintName == AuthDbContext.EmailIndex)
        {
            // An import does not lock its addresses.
            return false;
        }
    }
}
