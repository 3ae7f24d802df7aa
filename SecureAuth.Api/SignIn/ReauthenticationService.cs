using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Requirements;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SignIn;

/// <summary>
/// Re-authenticates the signed-in user and issues an access token with a new <c>auth_time</c>. The session and its refresh token
/// do not change.
/// </summary>
internal sealed class ReauthenticationService(
    AuthDbContext db,
    AccountLockout lockout,
    PasswordCheck passwords,
    CodeCheck codes,
    EnrolledCodes enrolled,
    SessionService sessions,
    SecondFactorRule rule,
    AccessTokenIssuer tokens,
    AuditLog audit)
{
    public async Task<ReauthenticationOutcome> WithPasswordAsync(
        SignedInSession session, string password, Actor actor, CancellationToken disconnected)
    {
        if (await FindAsync(session.UserId, disconnected) is not { } account)
        {
            return new ReauthenticationOutcome.SessionEnded();
        }

        var guess = await GuessAsync(session, account, actor, disconnected);
        if (account.TotpEnabled || (await rule.FindAsync(session.UserId, disconnected)).HasPasskey())
        {
            // A password is not sufficient to re-authenticate a session that a second factor protects.
            await audit.WriteAsync(guess.Refused with { Reason = AuditReason.SecondFactorRequired });
            return new ReauthenticationOutcome.SecondFactorRequired();
        }

        var outcome = await passwords.CheckAsync(guess, account.PasswordHash, password, disconnected);
        return await FinishAsync(
            outcome, guess, session, account, AuthenticationMethods.Password, AuditReason.WithPassword);
    }

    public async Task<ReauthenticationOutcome> WithCodeAsync(
        SignedInSession session, string code, Actor actor, CancellationToken disconnected)
    {
        if (await FindAsync(session.UserId, disconnected) is not { } account)
        {
            return new ReauthenticationOutcome.SessionEnded();
        }

        var guess = await GuessAsync(session, account, actor, disconnected);
        var outcome = await codes.CheckAsync(
            guess,
            () => enrolled.PrepareAsync(
                guess.Refused, session.UserId, code, EnrolledCodes.KindOf(code), AuditReason.ForReauthentication),
            applies: () => Task.FromResult(true),
            disconnected);
        return await FinishAsync(outcome, guess, session, account, AuthenticationMethods.WithCode, AuditReason.WithCode);
    }

    private async Task<ReauthenticationOutcome> FinishAsync(
        CheckOutcome outcome, Guess guess, SignedInSession session, Account account, string[] methods, AuditReason reason) =>
        outcome switch
        {
            CheckOutcome.Passed passed => await SucceedAsync(passed.Attempt, guess, session, account, methods, reason),
            CheckOutcome.Refused refused => new ReauthenticationOutcome.Refused(refused),
            _ => throw new UnreachableException($"Unexpected outcome of a check: {outcome}"),
        };

    private async Task<ReauthenticationOutcome> SucceedAsync(
        ReservedAttempt passed, Guess guess, SignedInSession session, Account account, string[] methods, AuditReason reason)
    {
        await using var attempt = passed;
        await attempt.PassAsync();
        var fresh = await sessions.ReauthenticateAsync(session.SessionId, methods, account.SecurityStamp);
        if (fresh is null)
        {
            attempt.Transaction.Record(guess.Refused with { Reason = AuditReason.AccountChanged });
            await attempt.CommitAsync();
            return new ReauthenticationOutcome.SessionEnded();
        }

        attempt.Transaction.Record(guess.Refused with
        {
            Event = AuditEvent.Reauthenticated,
            Outcome = AuditOutcome.Success,
            Reason = reason,
        });
        await attempt.CommitAsync();
        return new ReauthenticationOutcome.Fresh(tokens.Issue(fresh));
    }

    private Task<Account?> FindAsync(Guid userId, CancellationToken disconnected) => db.Users.TagWith("find user")
        .Where(u => u.Id == userId)
        .Select(u => new Account(u.NormalizedEmail!, u.PasswordHash, u.SecurityStamp!, u.TwoFactorEnabled))
        .SingleOrDefaultAsync(disconnected);

    private async Task<Guess> GuessAsync(
        SignedInSession session, Account account, Actor actor, CancellationToken disconnected) => new(
        await lockout.IdentifierHashAsync(account.NormalizedEmail, disconnected),
        session.UserId,
        new AuditEntry(AuditEvent.ReauthenticationRefused, AuditOutcome.Refused, actor)
        {
            UserId = session.UserId,
            SessionId = session.SessionId,
        })
    {
        IsKnown = true,
    };

    private sealed record Account(string NormalizedEmail, string? PasswordHash, string SecurityStamp, bool TotpEnabled)
        : Confidential;
}
