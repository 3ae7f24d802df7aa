using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Policy;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passwords;

/// <summary>Changes the signed-in user's password, with the same lockout and the same hash queue as a sign-in.</summary>
internal sealed class PasswordChangeService(
    AuthDbContext db,
    PasswordPolicy policy,
    PasswordCheck passwords,
    HashQueue queue,
    AccountLockout lockout,
    PasswordReplacement replacement,
    AuditLog audit)
{
    public async Task<PasswordChangeOutcome> ChangeAsync(
        SignedInSession session, string current, string chosen, Actor actor, CancellationToken disconnected)
    {
        var account = await db.Users.TagWith("find user")
            .Where(u => u.Id == session.UserId)
            .Select(u => new Account(
                u.NormalizedEmail!,
                u.PasswordHash,
                u.SecurityStamp!,
                new PersonalData(
                    u.Email!,
                    u.DisplayName,
                    db.Usernames.Where(name => name.UserId == u.Id).Select(name => name.Name).FirstOrDefault())))
            .SingleOrDefaultAsync(disconnected);
        if (account is null)
        {
            return new PasswordChangeOutcome.SessionEnded();
        }

        var guess = new Guess(
            await lockout.IdentifierHashAsync(account.NormalizedEmail, disconnected),
            session.UserId,
            new AuditEntry(AuditEvent.PasswordChangeRefused, AuditOutcome.Refused, actor)
            {
                UserId = session.UserId,
                SessionId = session.SessionId,
            })
        {
            IsKnown = true,
        };
        var reasons = await policy.CheckAsync(chosen, account.PersonalData, disconnected);
        if (reasons.Count > 0)
        {
            await audit.WriteAsync(guess.Refused with { Reason = AuditReason.WeakPassword });
            return new PasswordChangeOutcome.WeakPassword(reasons);
        }

        return await passwords.CheckAsync(guess, account.PasswordHash, current, disconnected) switch
        {
            CheckOutcome.Passed passed => await ReplaceAsync(passed.Attempt, guess, session, account, chosen),
            CheckOutcome.Refused refused => new PasswordChangeOutcome.Refused(refused),
            var unknown => throw new UnreachableException($"Unexpected outcome of a check: {unknown}"),
        };
    }

    private async Task<PasswordChangeOutcome> ReplaceAsync(
        ReservedAttempt passed, Guess guess, SignedInSession session, Account account, string chosen)
    {
        await using var attempt = passed;
        using var slot = queue.TryReserve(guess.Caller);
        if (slot is null)
        {
            await attempt.PassAsync();
            await attempt.CommitAsync();
            return new PasswordChangeOutcome.Refused(new CheckOutcome.Busy(await queue.RejectAsync(CancellationToken.None)));
        }

        var hash = await slot.HashAsync(chosen, CancellationToken.None);
        await attempt.PassAsync();

        if (await replacement.ApplyAsync(
            attempt.Transaction, session.UserId, hash, account.SecurityStamp, except: session.SessionId, guess.Actor) is null)
        {
            attempt.Transaction.Record(guess.Refused with { Reason = AuditReason.AccountChanged });
            await attempt.CommitAsync();
            return new PasswordChangeOutcome.Refused(new CheckOutcome.Failed());
        }

        attempt.Transaction.Record(guess.Refused with { Event = AuditEvent.PasswordChanged, Outcome = AuditOutcome.Success });
        await attempt.CommitAsync();
        return new PasswordChangeOutcome.Changed();
    }

    private sealed record Account(
        string NormalizedEmail, string? PasswordHash, string SecurityStamp, PersonalData PersonalData) : Confidential;
}
