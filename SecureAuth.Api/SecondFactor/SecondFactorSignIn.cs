using System.Diagnostics;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Devices;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SecondFactor;

/// <summary>Completes a sign-in with a second factor, after the password was correct.</summary>
internal sealed class SecondFactorSignIn(
    SecondFactorChallenges challenges,
    CodeCheck codes,
    EnrolledCodes enrolled,
    AccountLockout lockout,
    UserDevices devices,
    SessionService sessions,
    TokenPairIssuer tokens,
    AuditLog audit,
    AuthMeter meter)
{
    public async Task<CodeOutcome<TokenPair>> SignInAsync(
        string tempToken, string code, CodeKind kind, Actor actor, CancellationToken disconnected)
    {
        var refused = new AuditEntry(AuditEvent.SecondFactorRefused, AuditOutcome.Refused, actor);
        var challenge = await challenges.FindAsync(ChallengePurpose.SignIn, tempToken, disconnected);
        if (challenge is null)
        {
            return await RefuseAsync(refused);
        }

        var identifier = await lockout.IdentifierHashAsync(challenge.NormalizedEmail, CancellationToken.None);
        var deviceKey = await devices.KeyAsync(CancellationToken.None);
        var guess = new Guess(identifier, challenge.UserId, refused with { UserId = challenge.UserId })
            .ByDevice(challenge.DeviceId, deviceKey);
        var keys = await sessions.TokenKeysAsync(CancellationToken.None);
        var outcome = await codes.CheckAsync(
            guess,
            () => enrolled.PrepareAsync(guess.Refused, challenge.UserId, code, kind, AuditReason.ForSignIn),
            applies: () => challenges.LockAsync(challenge),
            disconnected);
        return outcome switch
        {
            CheckOutcome.Passed passed => await StartAsync(
                passed.Attempt, guess, challenge, keys, kind, grant => tokens.Issue(grant, deviceKey, identifier)),
            CheckOutcome.NotApplicable => await RefuseAsync(guess.Refused),
            CheckOutcome.Refused check => Refused(check),
            _ => throw new UnreachableException($"Unexpected outcome of a check: {outcome}"),
        };
    }

    private async Task<CodeOutcome<TokenPair>> StartAsync(
        ReservedAttempt passed, Guess guess, OpenChallenge challenge, RefreshTokenKeys keys, CodeKind kind,
        Func<SessionGrant, TokenPair> issue)
    {
        await using var attempt = passed;
        var now = await attempt.PassAsync();
        await challenges.UseAsync(challenge);

        var actor = guess.Actor;
        var session = new NewSession(
            challenge.UserId, challenge.SecurityStamp, AuthenticationMethods.WithCode, challenge.DeviceName, actor.UserAgent,
            actor.Address, challenge.DeviceId);
        var entry = guess.Refused with
        {
            Event = AuditEvent.SignedIn,
            Outcome = AuditOutcome.Success,
            Reason = kind == CodeKind.Totp ? AuditReason.WithPasswordAndTotp : AuditReason.WithPasswordAndRecoveryCode,
        };
        var grant = await sessions.StartAsync(attempt.Transaction, keys, session, now, entry);
        if (grant is null)
        {
            // The account has changed in the meantime. The transaction is rolled back, so that no code is used up.
            await attempt.ReleaseAsync();
            return await RefuseAsync(guess.Refused);
        }

        attempt.Transaction.Record(entry with { SessionId = grant.SessionId });
        await attempt.CommitAsync();
        meter.LoginAttempt(LoginResult.Success);
        return new CodeOutcome<TokenPair>.Done(issue(grant));
    }

    /// <summary>Refuses a sign-in whose challenge does not exist or is no longer valid.</summary>
    private async Task<CodeOutcome<TokenPair>> RefuseAsync(AuditEntry refused)
    {
        await audit.WriteAsync(refused with { Reason = AuditReason.InvalidTempToken });
        return Refused(new CheckOutcome.NotApplicable());
    }

    private CodeOutcome<TokenPair>.Refused Refused(CheckOutcome.Refused check)
    {
        meter.LoginAttempt(check.ToLoginResult(LoginResult.InvalidCode, LoginResult.InvalidTempToken));
        return new CodeOutcome<TokenPair>.Refused(check);
    }
}
