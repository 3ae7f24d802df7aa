using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.StepUp;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Requirements;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;

namespace SecureAuth.Api.SecondFactor;

/// <summary>Sets up, confirms and removes the signed-in user's authenticator app and recovery codes.</summary>
internal sealed class SecondFactorService(
    AuthDbContext db,
    TotpCredentials totp,
    RecoveryCodes recovery,
    CodeCheck codes,
    EnrolledCodes enrolled,
    SessionService sessions,
    SecondFactorRule rule,
    StandingCheck standing,
    AccountLockout lockout,
    Outbox outbox,
    AuditLog audit,
    IOptions<TokenOptions> tokens)
{
    /// <param name="userId">The user.</param>
    /// <param name="session">The session, or null before there is one.</param>
    /// <param name="actor">The client.</param>
    /// <returns>
    /// The new secret. It is refused if an authenticator app is already enabled or the account has just been deleted.
    /// </returns>
    public async Task<CodeOutcome<TotpSetUp>> SetUpAsync(Guid userId, SignedInSession? session, Actor actor)
    {
        var email = await db.Users.TagWith("find user")
            .Where(u => u.Id == userId).Select(u => u.Email!).SingleOrDefaultAsync();
        if (email is null)
        {
            return NotApplicable<TotpSetUp>();
        }

        var secret = RandomNumberGenerator.GetBytes(Totp.SecretSize);
        var stored = totp.Protect(userId, secret);
        var entry = new AuditEntry(AuditEvent.TotpSetUp, AuditOutcome.Success, actor)
        {
            UserId = userId,
            SessionId = session?.SessionId,
        };
        return await StoreAsync(userId, session, stored, entry)
            ?? new CodeOutcome<TotpSetUp>.Done(TotpSetUp.Of(secret, new Uri(tokens.Value.Issuer).Host, email));
    }

    /// <summary>Enables the authenticator app with its first code and issues the recovery codes.</summary>
    public async Task<CodeOutcome<IReadOnlyList<string>>> ConfirmAsync(
        SignedInSession session, string code, Actor actor, CancellationToken disconnected)
    {
        if (await totp.FindPendingAsync(session.UserId, disconnected) is null
            || await FindGuessAsync(session, actor, disconnected) is not { } guess)
        {
            return NotApplicable<IReadOnlyList<string>>();
        }

        var renewed = await recovery.GenerateAsync(session.UserId, disconnected);
        var first = new FirstCode(totp, session.UserId, code);
        var hasEnded = false;
        var outcome = await codes.CheckAsync(
            guess,
            first.PrepareAsync,
            applies: async () =>
            {
                hasEnded = await HasEndedAsync(session);
                return !hasEnded && await first.LockAsync();
            },
            disconnected);
        if (hasEnded)
        {
            return new CodeOutcome<IReadOnlyList<string>>.SessionEnded();
        }

        return await FinishAsync<IReadOnlyList<string>>(outcome, session, actor, AuditEvent.TotpEnabled, async transaction =>
        {
            await outbox.AddAsync(transaction, Notice(session, actor, MailChange.TotpEnabled));
            await recovery.ReplaceAsync(session.UserId, renewed);
            await sessions.MarkMultiFactorAsync(session.SessionId, AuthenticationMethods.WithCode);
            return renewed.Codes;
        });
    }

    /// <summary>Removes the authenticator app and the recovery codes. The code proves possession of the second factor.</summary>
    public async Task<CodeOutcome<bool>> DisableAsync(
        SignedInSession session, string code, Actor actor, CancellationToken disconnected)
    {
        if (!await IsEnabledAsync(session.UserId) || await FindGuessAsync(session, actor, disconnected) is not { } guess)
        {
            return NotApplicable<bool>();
        }

        if (!await MayDisableAsync(session.UserId))
        {
            await audit.WriteAsync(guess.Refused with
            {
                Event = AuditEvent.SecondFactorRemovalRefused,
                Reason = AuditReason.SecondFactorRequired,
            });
            return NotApplicable<bool>();
        }

        var hasEnded = false;
        var outcome = await codes.CheckAsync(
            guess,
            () => enrolled.PrepareAsync(
                guess.Refused, session.UserId, code, EnrolledCodes.KindOf(code), AuditReason.ForDisabling),
            applies: async () =>
            {
                hasEnded = await HasEndedAsync(session);
                return !hasEnded && await IsEnabledAsync(session.UserId) && await MayDisableAsync(session.UserId);
            },
            disconnected);
        if (hasEnded)
        {
            return new CodeOutcome<bool>.SessionEnded();
        }

        return await FinishAsync(outcome, session, actor, AuditEvent.TotpDisabled, async transaction =>
        {
            await outbox.AddAsync(transaction, Notice(session, actor, MailChange.TotpDisabled));
            await totp.RemoveAsync(session.UserId);
            return true;
        });
    }

    /// <returns>The new codes, which are shown only once. They are refused if the user has no second factor.</returns>
    public async Task<CodeOutcome<IReadOnlyList<string>>> RenewRecoveryCodesAsync(SignedInSession session, Actor actor)
    {
        var renewed = await recovery.GenerateAsync(session.UserId, CancellationToken.None);
        await using var transaction = await audit.BeginAsync();

        // The row is locked, so that parallel renewals run one after the other and the codes of the last one remain.
        switch (await standing.LockAsync(session))
        {
            case SessionStanding.Ended:
                return new CodeOutcome<IReadOnlyList<string>>.SessionEnded();

            case SessionStanding.SecondFactorMissing:
                return new CodeOutcome<IReadOnlyList<string>>.SecondFactorRequired();
        }

        if (!await IsEnabledAsync(session.UserId))
        {
            return NotApplicable<IReadOnlyList<string>>();
        }

        await recovery.ReplaceAsync(session.UserId, renewed);
        await outbox.AddAsync(transaction, Notice(session, actor, MailChange.RecoveryCodesRenewed));
        transaction.Record(Entry(AuditEvent.RecoveryCodesRenewed, session, actor));
        await transaction.CommitAsync();
        return new CodeOutcome<IReadOnlyList<string>>.Done(renewed.Codes);
    }

    /// <returns>Null if the set-up was stored.</returns>
    private async Task<CodeOutcome<TotpSetUp>?> StoreAsync(
        Guid userId, SignedInSession? session, byte[] protectedSecret, AuditEntry entry)
    {
        await using var transaction = await audit.BeginAsync();
        if (session is not null && await standing.LockAsync(session) == SessionStanding.Ended)
        {
            return new CodeOutcome<TotpSetUp>.SessionEnded();
        }

        if (!await totp.SetUpAsync(userId, protectedSecret))
        {
            return NotApplicable<TotpSetUp>();
        }

        transaction.Record(entry);
        await transaction.CommitAsync();
        return null;
    }

    /// <summary>Whether the session has been ended before the user's row was locked.</summary>
    private async Task<bool> HasEndedAsync(SignedInSession session) =>
        await standing.CheckAsync(session) == SessionStanding.Ended;

    private static CodeOutcome<T>.Refused NotApplicable<T>() => new(new CheckOutcome.NotApplicable());

    /// <summary>Runs the action after a correct code and commits both in one transaction.</summary>
    private static async Task<CodeOutcome<T>> FinishAsync<T>(
        CheckOutcome outcome, SignedInSession session, Actor actor, AuditEvent @event,
        Func<AuditedTransaction, Task<T>> action)
    {
        if (outcome is CheckOutcome.Refused refused)
        {
            return new CodeOutcome<T>.Refused(refused);
        }

        if (outcome is not CheckOutcome.Passed passed)
        {
            throw new UnreachableException($"Unexpected outcome of a check: {outcome}");
        }

        await using var attempt = passed.Attempt;
        await attempt.PassAsync();
        var result = await action(attempt.Transaction);
        attempt.Transaction.Record(Entry(@event, session, actor));
        await attempt.CommitAsync();
        return new CodeOutcome<T>.Done(result);
    }

    /// <returns>Null if the account has just been deleted.</returns>
    private async Task<Guess?> FindGuessAsync(SignedInSession session, Actor actor, CancellationToken disconnected)
    {
        var email = await db.Users.TagWith("find user")
            .Where(u => u.Id == session.UserId).Select(u => u.NormalizedEmail!).SingleOrDefaultAsync(disconnected);
        return email is null ? null : new Guess(
            await lockout.IdentifierHashAsync(email, disconnected),
            session.UserId,
            new AuditEntry(AuditEvent.SecondFactorRefused, AuditOutcome.Refused, actor)
            {
                UserId = session.UserId,
                SessionId = session.SessionId,
            });
    }

    private Task<bool> IsEnabledAsync(Guid userId) =>
        db.Users.TagWith("check second factor").AnyAsync(u => u.Id == userId && u.TwoFactorEnabled);

    /// <summary>Whether the user need not have a second factor, or has a passkey as another one that can be used.</summary>
    private async Task<bool> MayDisableAsync(Guid userId) =>
        await rule.FindAsync(userId, CancellationToken.None) is SecondFactorState.NotRequired or SecondFactorState.Passkey;

    private static NewMail Notice(SignedInSession session, Actor actor, MailChange change) =>
        NewMail.ToUser(MailKind.SecondFactorChanged, session.UserId, MailDetails.Of(actor, change));

    private static AuditEntry Entry(AuditEvent @event, SignedInSession session, Actor actor) =>
        new(@event, AuditOutcome.Success, actor) { UserId = session.UserId, SessionId = session.SessionId };
}
