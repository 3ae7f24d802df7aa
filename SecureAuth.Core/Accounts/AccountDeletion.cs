using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Deletes an account and everything personal in one transaction. A new table with personal data references <c>users</c> with
/// ON DELETE CASCADE. The trigger <c>erase_user</c> erases what has to stay: the audit rows, and the sessions, whose revocation
/// the replicas must still find.
/// </summary>
public sealed class AccountDeletion(
    AuthDbContext db, AccountLockout lockout, SessionService sessions, AuditLog audit, CommitVerification committed)
{
    /// <summary>
    /// The time for erasing the audit rows of an account. Nobody else waits for it. A user with many devices has a hundred
    /// thousand rows after some years, and the timeout of all other statements is a second.
    /// </summary>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(30);

    /// <param name="entry">The audit entry to record if the account is deleted.</param>
    /// <param name="refuseAsync">
    /// Decides once the user's row is locked, for example because a password change has ended the session that asked for it. It
    /// returns null to go on.
    /// </param>
    public async Task<AccountDeletionOutcome> DeleteAsync(
        Guid userId, AuditEntry entry, Func<Task<AccountDeletionOutcome?>>? refuseAsync = null)
    {
        ArgumentNullException.ThrowIfNull(entry);

        await using var transaction = await audit.BeginAsync();

        // Locks are always taken in this order: the attempts, the user's row, the sessions. A guess or a sign-in in progress is
        // thus committed before, or finds no account afterwards.
        await lockout.DetachAsync(userId);
        var locked = await db.Database.SqlQuery<bool>(
            $"""
            -- lock user
            SELECT true AS "Value" FROM users WHERE id = {userId} FOR UPDATE
            """).ToListAsync();
        if (locked is not [true])
        {
            return new AccountDeletionOutcome.Gone();
        }

        if (refuseAsync is not null && await refuseAsync() is { } refused)
        {
            return refused;
        }

        var ended = await sessions.EndAllForUserAsync(transaction, userId, except: null, RevocationReason.AccountDeleted);
        await EraseAsync(userId);
        transaction.Record(entry with { UserId = userId });

        // A retry would find no account, so a commit that succeeded must not be reported as a failure.
        await transaction.CommitOrVerifyAsync(committed);
        return new AccountDeletionOutcome.Deleted(ended.Live);
    }

    private async Task EraseAsync(Guid userId)
    {
        var timeout = db.Database.GetCommandTimeout();
        db.Database.SetCommandTimeout(MaxDuration);
        var milliseconds = MaxDuration.TotalMilliseconds.ToString(CultureInfo.InvariantCulture);
        await db.Database.ExecuteSqlAsync(
            $"""
            -- set timeout
            SELECT set_config('statement_timeout', {milliseconds}, true)
            """);
        await db.Database.ExecuteSqlAsync(
            $"""
            -- delete user
            DELETE FROM users WHERE id = {userId}
            """);
        db.Database.SetCommandTimeout(timeout);
    }
}
