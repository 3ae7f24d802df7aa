using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Core.SecondFactor;

/// <summary>
/// Removes all second factors of a user who has lost them, and the passkeys. It also ends the user's sessions, challenges and
/// sign-ins in progress, because somebody else may now have the lost factors.
/// </summary>
public sealed class SecondFactorReset(
    AuthDbContext db,
    TotpCredentials totp,
    UserPasskeys passkeys,
    AccountLockout lockout,
    SessionService sessions,
    Outbox outbox,
    AuditLog audit)
{
    /// <returns>The removed factors and the number of ended sessions, or null if there was nothing to remove.</returns>
    public async Task<(RemovedFactors Removed, int SessionsEnded)?> ResetAsync(Guid userId, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);

        await using var transaction = await audit.BeginAsync();

        // Locks are always taken in this order: first the attempts, then the user's row.
        await lockout.ClearSecondFactorFailuresAsync(userId);
        await passkeys.LockUserAsync(userId);
        var removed = await totp.RemoveAsync(userId) with { Passkeys = await passkeys.RemoveAllAsync(userId) };
        if (removed.IsNone)
        {
            return null;
        }

        await db.Database.ExecuteSqlAsync(
            $"""
            -- update security stamp
            UPDATE users SET security_stamp = {SecurityStamp.New()} WHERE id = {userId}
            """);
        var ended = await sessions.EndAllForUserAsync(transaction, userId, except: null, RevocationReason.RevokedByOperator);
        await outbox.AddAsync(
            transaction,
            NewMail.ToUser(
                MailKind.SecondFactorChanged, userId, MailDetails.Of(entry.Actor, MailChange.SecondFactorReset)));
        transaction.Record(entry with { UserId = userId });
        await transaction.CommitAsync();
        return (removed, ended.Live);
    }
}
