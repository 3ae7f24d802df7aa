using System.Net;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.TwoFactor;

/// <summary>Completes a sign-in whose password was right with a code.</summary>
internal sealed class SecondFactorSignIn(
    SecondFactorChallenges challenges,
    CodeAttempt codes,
    AccountLockout lockout,
    SessionService sessions,
    TokenPairIssuer tokens,
    AuditLog audit,
    AuthMeter meter)
{
    public async Task<CodeOutcome<TokenPair>> SignInAsync(
        string tempToken, string code, CodeMethod? method, Actor actor, CancellationToken cancellationToken)
    {
        var challenge = await challenges.AttemptAsync(tempToken, cancellationToken);
        if (challenge is null)
        {
            meter.LoginAttempt("invalid_temp_token");
            await audit.WriteAsync(Refused(actor, null, "invalid_temp_token"), cancellationToken);
            return new CodeOutcome<TokenPair>.NotApplicable();
        }

        switch (await codes.ReserveAsync(challenge.NormalizedEmail, challenge.UserId, actor, cancellationToken))
        {
            case AttemptReservation.Locked locked:
                meter.LoginAttempt("locked");
                await challenges.ReturnAsync(challenge, CancellationToken.None);
                await audit.WriteAsync(Refused(actor, challenge.UserId, "locked"), CancellationToken.None);
                return new CodeOutcome<TokenPair>.Locked(locked.Remaining);

            case AttemptReservation.Granted reservation:
                return await CompleteAsync(challenge, reservation, code, method, actor);

            default:
                meter.LoginAttempt("busy");
                await challenges.ReturnAsync(challenge, CancellationToken.None);
                return new CodeOutcome<TokenPair>.Busy();
        }
    }

    private async Task<CodeOutcome<TokenPair>> CompleteAsync(
        OpenChallenge challenge, AttemptReservation.Granted reservation, string code, CodeMethod? method, Actor actor)
    {
        await using var transaction = await audit.BeginAsync(CancellationToken.None);
        await codes.HoldAsync(reservation, challenge.UserId);
        if (!await challenges.HoldAsync(challenge, CancellationToken.None))
        {
            return await LeaveUnusedAsync(transaction, challenge, reservation, actor);
        }

        var used = await codes.UseAsync(transaction, challenge.UserId, code, method, actor, "sign_in");
        if (used == UsedCode.None)
        {
            return await FailAsync(transaction, challenge, reservation, actor);
        }

        var now = await lockout.SucceedAsync(reservation, Factor.SecondFactor, CancellationToken.None);
        var session = new NewSession(
            challenge.UserId, challenge.SecurityStamp, AuthenticationMethods.WithCode, challenge.DeviceName, actor.UserAgent,
            IPAddress.TryParse(actor.Address, out var address) ? address : null);
        var entry = new AuditEntry(AuditEvent.SignedIn, AuditOutcome.Success, actor)
        {
            UserId = challenge.UserId,
            Reason = used == UsedCode.Totp ? "pwd otp" : "pwd recovery_code",
        };
        await challenges.UseAsync(challenge, CancellationToken.None);
        var grant = await sessions.StartAsync(transaction, session, now, entry, CancellationToken.None);
        if (grant is null)
        {
            return await LeaveUnusedAsync(transaction, challenge, reservation, actor);
        }

        transaction.Record(entry with { SessionId = grant.SessionId });
        await transaction.CommitAsync(CancellationToken.None);
        meter.LoginAttempt("success");
        return new CodeOutcome<TokenPair>.Done(await tokens.IssueAsync(grant, CancellationToken.None));
    }

    private async Task<CodeOutcome<TokenPair>> FailAsync(
        AuditedTransaction transaction, OpenChallenge challenge, AttemptReservation.Granted reservation, Actor actor)
    {
        var locked = await lockout.FailAsync(reservation, Factor.SecondFactor, CancellationToken.None);
        transaction.Record(Refused(actor, challenge.UserId, "invalid_code"));
        if (locked)
        {
            transaction.Record(new AuditEntry(AuditEvent.AccountLocked, AuditOutcome.Success, actor) { UserId = challenge.UserId });
            meter.Lockout();
        }

        await transaction.CommitAsync(CancellationToken.None);
        meter.LoginAttempt("invalid_code");
        return new CodeOutcome<TokenPair>.InvalidCode();
    }

    /// <summary>
    /// A parallel caller used the challenge, or the account changed: rolled back, so that no code is spent, and the guess is
    /// given back.
    /// </summary>
    private async Task<CodeOutcome<TokenPair>> LeaveUnusedAsync(
        AuditedTransaction transaction, OpenChallenge challenge, AttemptReservation.Granted reservation, Actor actor)
    {
        await transaction.DisposeAsync();
        await lockout.ReleaseAsync(reservation, CancellationToken.None);
        await audit.WriteAsync(Refused(actor, challenge.UserId, "invalid_temp_token"), CancellationToken.None);
        meter.LoginAttempt("invalid_temp_token");
        return new CodeOutcome<TokenPair>.NotApplicable();
    }

    private static AuditEntry Refused(Actor actor, Guid? userId, string reason) =>
        new(AuditEvent.SecondFactorRefused, AuditOutcome.Refused, actor) { UserId = userId, Reason = reason };
}
