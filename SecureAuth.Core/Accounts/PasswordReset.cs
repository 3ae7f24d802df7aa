using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Policy;
using SecureAuth.Core.Passwords.Queue;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Sets a password without requiring the old one, and unlocks the account so that its owner can sign in with the new password.
/// </summary>
public sealed class PasswordReset(
    AuthDbContext db,
    PasswordPolicy policy,
    HashQueue queue,
    AccountLockout lockout,
    PasswordReplacement replacement,
    AuditLog audit)
{
    public async Task<PasswordResetOutcome> SetAsync(
        Guid userId, string password, HashCaller caller, AuditEntry entry, CancellationToken cancellationToken)
    {
        var account = await db.Users.TagWith("find user")
            .Where(u => u.Id == userId)
            .Select(u => new { Email = u.Email!, u.DisplayName })
            .SingleOrDefaultAsync(cancellationToken);
        if (account is null)
        {
            return new PasswordResetOutcome.NoSuchUser();
        }

        var reasons = await policy.CheckAsync(password, account.Email, account.DisplayName, cancellationToken);
        if (reasons.Count > 0)
        {
            return new PasswordResetOutcome.WeakPassword(reasons);
        }

        using var slot = queue.TryReserve(caller);
        if (slot is null)
        {
            return new PasswordResetOutcome.Busy(await queue.RejectAsync(cancellationToken));
        }

        var hash = await slot.HashAsync(password, cancellationToken);
        await using var transaction = await audit.BeginAsync();
        await lockout.UnlockAsync(userId);
        if (await replacement.ApplyAsync(transaction, userId, hash, stamp: null, except: null) is not { } ended)
        {
            return new PasswordResetOutcome.NoSuchUser();
        }

        transaction.Record(entry with { UserId = userId });
        await transaction.CommitAsync();
        return new PasswordResetOutcome.Done(ended);
    }
}
