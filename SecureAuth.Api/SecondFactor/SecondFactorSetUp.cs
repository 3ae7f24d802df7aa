using System.Diagnostics;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Devices;
using SecureAuth.Core.Mail;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SecondFactor;

/// <summary>
/// Completes the sign-in of a user who must have a second factor: the first code of the authenticator app enables it and starts
/// the session, in one transaction.
/// </summary>
internal sealed class SecondFactorSetUp(
    SecondFactorChallenges challenges,
    TotpCredentials totp,
    RecoveryCodes recovery,
    CodeCheck codes,
    AccountLockout lockout,
    UserDevices devices,
    SessionService sessions,
    TokenPairIssuer tokens,
    Outbox outbox,
    AuthMeter meter)
{
    public async Task<SetUpOutcome> ConfirmAsync(
        OpenChallenge setUp, string code, Actor actor, CancellationToken disconnected)
    {
        if (await totp.FindPendingAsync(setUp.UserId, disconnected) is null)
        {
            return new SetUpOutcome.Refused(new CheckOutcome.NotApplicable());
        }

        var identifier = await lockout.IdentifierHashAsync(setUp.NormalizedEmail, CancellationToken.None);
        var deviceKey = await devices.KeyAsync(CancellationToken.None);
        var refused = new AuditEntry(AuditEvent.SecondFactorRefused, AuditOutcome.Refused, actor) { UserId = setUp.UserId };
        var guess = new Guess(identifier, setUp.UserId, refused).ByDevice(setUp.DeviceId, deviceKey);
        var renewed = await recovery.GenerateAsync(setUp.UserId, CancellationToken.None);
        var keys = await sessions.TokenKeysAsync(CancellationToken.None);
        var first = new FirstCode(totp, setUp.UserId, code);
        var hasEnded = false;
        var outcome = await codes.CheckAsync(
            guess,
            first.PrepareAsync,
            applies: async () =>
            {
                hasEnded = !await challenges.LockAsync(setUp);
                return !hasEnded && await first.LockAsync();
            },
            disconnected);
        return outcome switch
        {
            CheckOutcome.Passed passed => await StartAsync(
                passed.Attempt, guess, setUp, keys, renewed, grant => tokens.Issue(grant, deviceKey, identifier)),
            CheckOutcome.NotApplicable when hasEnded => Ended(),
            CheckOutcome.Refused check => Refused(check),
            _ => throw new UnreachableException($"Unexpected outcome of a check: {outcome}"),
        };
    }

    private async Task<SetUpOutcome> StartAsync(
        ReservedAttempt passed, Guess guess, OpenChallenge setUp, RefreshTokenKeys keys, NewRecoveryCodes renewed,
        Func<SessionGrant, TokenPair> issue)
    {
        await using var attempt = passed;
        var now = await attempt.PassAsync();
        await challenges.UseAsync(setUp);
        await recovery.ReplaceAsync(setUp.UserId, renewed);

        var entry = guess.Refused with
        {
            Event = AuditEvent.SignedIn,
            Outcome = AuditOutcome.Success,
            Reason = AuditReason.WithPasswordAndTotp,
        };
        var actor = guess.Actor;
        var session = new NewSession(
            setUp.UserId, setUp.SecurityStamp, AuthenticationMethods.WithCode, setUp.DeviceName, actor.UserAgent, actor.Address,
            setUp.DeviceId)
        {
            AuthenticatedAt = setUp.CreatedAt,
        };
        var grant = await sessions.StartAsync(attempt.Transaction, keys, session, now, entry);
        if (grant is null)
        {
            // The account has changed in the meantime. The transaction is rolled back, so that nothing is enabled.
            await attempt.ReleaseAsync();
            return Ended();
        }

        await outbox.AddAsync(
            attempt.Transaction,
            NewMail.ToUser(
                MailKind.SecondFactorChanged, setUp.UserId, MailDetails.Of(actor, MailChange.TotpEnabled)));
        entry = entry with { SessionId = grant.SessionId };
        attempt.Transaction.Record(entry with { Event = AuditEvent.TotpEnabled, Reason = null });
        attempt.Transaction.Record(entry);
        await attempt.CommitAsync();
        meter.LoginAttempt(LoginResult.Success);
        return new SetUpOutcome.SignedIn(renewed.Codes, issue(grant));
    }

    private SetUpOutcome.Ended Ended()
    {
        meter.LoginAttempt(LoginResult.InvalidTempToken);
        return new SetUpOutcome.Ended();
    }

    private SetUpOutcome.Refused Refused(CheckOutcome.Refused check)
    {
        // Without an app to confirm there was no attempt to sign in.
        if (check is not CheckOutcome.NotApplicable)
        {
            meter.LoginAttempt(check.ToLoginResult(LoginResult.InvalidCode, LoginResult.InvalidTempToken));
        }

        return new SetUpOutcome.Refused(check);
    }
}
