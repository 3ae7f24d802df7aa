using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passwords.Policy;
using SecureAuth.Core.Passwords.Queue;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Sets a password without requiring the old one, and ends the lock by wrong passwords, so that its owner can sign in with the
/// new one. An operator ends every lock.
/// </summary>
public sealed class PasswordReset(
    AuthDbContext db,
    OneTimeTokens tokens,
    PasswordPolicy policy,
    HashQueue queue,
    AccountLockout lockout,
    PasswordReplacement replacement,
    AuditLog audit,
    CommitVerification committed)
{
    /// <summary>Sets the password of any account, for an operator.</summary>
    public async Task<PasswordResetOutcome> SetAsync(
        Guid userId, string password, HashCaller caller, AuditEntry entry, CancellationToken cancellationToken)
    {
        var owner = await FindAsync(userId, cancellationToken);
        return owner is null
            ? new PasswordResetOutcome.NoSuchUser()
            : await SetAsync(
                userId, owner, password, caller, entry, token: null, verifyAsync: null, cancellationToken);
    }

    /// <summary>
    /// Sets the password of the account to which a token was mailed. Only a password that the policy accepts uses the token up.
    /// Whoever has the token has the mailbox, so the address counts as verified.
    /// </summary>
    /// <param name="password">The new password.</param>
    /// <param name="caller">The caller whose share of the hash queue is used.</param>
    /// <param name="entry">The audit entry to record if the password is set.</param>
    /// <param name="verifyAsync">Marks the address as verified. It gets the transaction and the audit entry.</param>
    /// <param name="cancellationToken">Cancels the wait for the hash. Nothing after the hash is cancelled.</param>
    public async Task<PasswordResetOutcome> RedeemAsync(
        string token,
        string password,
        HashCaller caller,
        AuditEntry entry,
        Func<AuditedTransaction, AuditEntry, Task> verifyAsync,
        CancellationToken cancellationToken)
    {
        var open = await tokens.FindAsync(OneTimeTokenPurpose.ResetPassword, token, cancellationToken);
        return open is null || await FindAsync(open.UserId, cancellationToken) is not { } owner
            ? new PasswordResetOutcome.InvalidToken()
            : await SetAsync(open.UserId, owner, password, caller, entry, open, verifyAsync, cancellationToken);
    }

    private async Task<PasswordResetOutcome> SetAsync(
        Guid userId,
        PersonalData owner,
        string password,
        HashCaller caller,
        AuditEntry entry,
        OpenToken? token,
        Func<AuditedTransaction, AuditEntry, Task>? verifyAsync,
        CancellationToken cancellationToken)
    {
        var reasons = await policy.CheckAsync(password, owner, cancellationToken);
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
        var identifier = token is null
            ? null
            : await lockout.IdentifierHashAsync(token.NormalizedEmail, CancellationToken.None);
        await using var transaction = await audit.BeginAsync();
        await (identifier is null ? lockout.UnlockAsync(userId) : lockout.ClearPasswordFailuresAsync(identifier));
        if (token is not null && !await UseAsync(token))
        {
            return new PasswordResetOutcome.InvalidToken();
        }

        entry = entry with { UserId = userId };
        transaction.Record(entry);
        if (verifyAsync is not null)
        {
            await verifyAsync(transaction, entry);
        }

        var ended = await replacement.ApplyAsync(transaction, userId, hash, token?.SecurityStamp, except: null, entry.Actor);
        if (ended is null)
        {
            return new PasswordResetOutcome.NoSuchUser();
        }

        // A retry would find the token used, so a commit that succeeded must not be reported as a failure.
        await transaction.CommitOrVerifyAsync(committed);
        return new PasswordResetOutcome.Done(ended.Value);
    }

    private async Task<bool> UseAsync(OpenToken token)
    {
        await db.LockUserAsync(token.UserId);
        return await tokens.UseAsync(token);
    }

    private Task<PersonalData?> FindAsync(Guid userId, CancellationToken cancellationToken) => db.Users.TagWith("find user")
        .Where(u => u.Id == userId)
        .Select(u => new PersonalData(
            u.Email!, u.DisplayName, db.Usernames.Where(n => n.UserId == u.Id).Select(n => n.Name).FirstOrDefault()))
        .SingleOrDefaultAsync(cancellationToken);
}
