using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Policy;
using SecureAuth.Core.Passwords.Queue;

namespace SecureAuth.Core.Accounts;

/// <summary>Sets a password without the old one. The account's lock is lifted: its owner is to get in with the new one.</summary>
public sealed class PasswordReset(
    AuthDbContext db,
    PasswordPolicy policy,
    HashQueue gate,
    AccountLockout lockout,
    PasswordReplacement replacement,
    AuditLog audit)
{
    public async Task<PasswordResetOutcome> SetAsync(
        Guid userId, string password, HashCaller claimant, AuditEntry entry, CancellationToken cancellationToken)
    {
        var account = await db.Users
            .Where(u => u.Id == userId)
            .Select(u => new { Email = u.Email!, u.DisplayName })
            .SingleOrDefaultAsync(cancellationToken);
        if (account is null)
        {
            return new PasswordResetOutcome.NoSuchUser();
        }

        var reasons = policy.Check(password, account.Email, account.DisplayName);
        if (reasons.Count > 0)
        {
            return new PasswordResetOutcome.WeakPassword(reasons);
        }

        using var place = gate.TryReserve(claimant);
        if (place is null)
        {
            return new PasswordResetOutcome.Busy(await gate.RejectAsync(cancellationToken));
        }

        var hash = await place.HashAsync(password, cancellationToken);
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
