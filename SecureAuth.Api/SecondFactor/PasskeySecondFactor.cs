using System.Diagnostics;
using SecureAuth.Api.Passkeys;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Devices;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SecondFactor;

/// <summary>Completes a sign-in with a passkey, after the password was correct.</summary>
internal sealed class PasskeySecondFactor(
    SecondFactorChallenges challenges,
    PasskeyCheck check,
    UserPasskeys passkeys,
    AccountLockout lockout,
    UserDevices devices,
    SessionService sessions,
    TokenPairIssuer tokens,
    AuditLog audit,
    AuthMeter meter)
{
    private static readonly string Purpose = WireName.Of(PasskeyPurpose.SecondFactor);

    public async Task<PasskeySignInOutcome> SignInAsync(
        string tempToken, string challengeToken, Credential credential, Actor actor, CancellationToken disconnected)
    {
        var refused = new AuditEntry(AuditEvent.SecondFactorRefused, AuditOutcome.Refused, actor);
        if (await challenges.FindAsync(ChallengePurpose.SignIn, tempToken, disconnected) is not { } challenge)
        {
            return await RefuseChallengeAsync(refused);
        }

        refused = refused with { UserId = challenge.UserId };
        return await check.CheckAsync(challengeToken, PasskeyPurpose.SecondFactor, challenge.TokenHash, credential) switch
        {
            PasskeyCheckOutcome.Valid valid => await SucceedAsync(valid, challenge, refused),
            PasskeyCheckOutcome.InvalidChallenge => await RefuseChallengeAsync(refused),
            PasskeyCheckOutcome.Failed failed => await FailAsync(refused with { Reason = failed.Reason }, PasskeyResult.Failed),
            var unknown => throw new UnreachableException($"Unexpected outcome of a check: {unknown}"),
        };
    }

    private async Task<PasskeySignInOutcome> SucceedAsync(
        PasskeyCheckOutcome.Valid valid, OpenChallenge challenge, AuditEntry refused)
    {
        var passkey = valid.Passkey;
        var keys = await sessions.TokenKeysAsync(CancellationToken.None);
        var deviceKey = await devices.KeyAsync(CancellationToken.None);
        var identifier = await lockout.IdentifierHashAsync(challenge.NormalizedEmail, CancellationToken.None);
        PasskeyUse? use = null;
        await using (var transaction = await audit.BeginAsync())
        {
            await passkeys.LockUserAsync(challenge.UserId);
            if (await challenges.LockAsync(challenge))
            {
                (use, var now) = await passkeys.UseAsync(passkey, valid.State.SignCount, valid.State.BackedUp);
                if (use == PasskeyUse.Used && await StartAsync(transaction, keys, valid, challenge, now, refused) is { } grant)
                {
                    meter.LoginAttempt(LoginResult.Success);
                    meter.SecondFactorAttempt(CodeKind.Passkey, accepted: true);
                    meter.PasskeyAttempt(Purpose, PasskeyResult.Success);
                    return new PasskeySignInOutcome.SignedIn(tokens.Issue(grant, deviceKey, identifier));
                }
            }
        }

        // The transaction is rolled back first, so that the refusal is recorded and nothing else.
        return use switch
        {
            // The challenge has been used, or the account has changed in the meantime, which ends the challenge too.
            null or PasskeyUse.Used => await RefuseChallengeAsync(refused),
            PasskeyUse.CounterWentBack => await FailAsync(
                refused with { Reason = AuditReason.CounterWentBack }, PasskeyResult.CounterWentBack),
            PasskeyUse.Removed => await FailAsync(
                refused with { Reason = AuditReason.UnknownPasskey }, PasskeyResult.Refused),
            _ => throw new UnreachableException($"Unexpected outcome of a use: {use}"),
        };
    }

    /// <returns>The committed session, or null if the account has changed in the meantime.</returns>
    private async Task<SessionGrant?> StartAsync(
        AuditedTransaction transaction,
        RefreshTokenKeys keys,
        PasskeyCheckOutcome.Valid valid,
        OpenChallenge challenge,
        DateTimeOffset now,
        AuditEntry refused)
    {
        await challenges.UseAsync(challenge);
        var entry = refused with
        {
            Event = AuditEvent.SignedIn,
            Outcome = AuditOutcome.Success,
            Reason = AuditReason.WithPasswordAndPasskey,
        };
        var methods = AuthenticationMethods.WithPasskey(valid.Passkey.BackupEligible);
        var session = new NewSession(
            challenge.UserId, challenge.SecurityStamp, methods, challenge.DeviceName, refused.Actor.UserAgent,
            refused.Actor.Address, challenge.DeviceId);
        var grant = await sessions.StartAsync(transaction, keys, session, now, entry);
        if (grant is not null)
        {
            transaction.Record(entry with { SessionId = grant.SessionId });
            await transaction.CommitAsync();
        }

        return grant;
    }

    private Task<PasskeySignInOutcome> RefuseChallengeAsync(AuditEntry refused) => RefuseAsync(
        refused with { Reason = AuditReason.InvalidTempToken }, LoginResult.InvalidTempToken, PasskeyResult.InvalidChallenge,
        new PasskeySignInOutcome.InvalidChallenge());

    private Task<PasskeySignInOutcome> FailAsync(AuditEntry refused, PasskeyResult result)
    {
        meter.SecondFactorAttempt(CodeKind.Passkey, accepted: false);
        return RefuseAsync(refused, LoginResult.InvalidCredentials, result, new PasskeySignInOutcome.Failed());
    }

    private async Task<PasskeySignInOutcome> RefuseAsync(
        AuditEntry refused, LoginResult login, PasskeyResult result, PasskeySignInOutcome outcome)
    {
        await audit.WriteAsync(refused);
        meter.LoginAttempt(login);
        meter.PasskeyAttempt(Purpose, result);
        return outcome;
    }
}
