using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Devices;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passkeys;

/// <summary>
/// Completes the sign-in of a user who must have a second factor and chooses a passkey: the passkey is added and the session is
/// started in one transaction.
/// </summary>
internal sealed class PasskeySetUp(
    SecondFactorChallenges setUps,
    PasskeyChallenges challenges,
    Ceremonies ceremonies,
    UserPasskeys passkeys,
    AccountLockout lockout,
    UserDevices devices,
    SessionService sessions,
    TokenPairIssuer tokens,
    Outbox outbox,
    AuditLog audit,
    AuthMeter meter)
{
    private static readonly string Purpose = WireName.Of(PasskeyPurpose.Registration);

    public async Task<PasskeyAddition> AddAsync(
        OpenChallenge setUp, string challengeToken, string name, Credential credential, Actor actor)
    {
        var refused = new AuditEntry(AuditEvent.PasskeyRefused, AuditOutcome.Refused, actor) { UserId = setUp.UserId };
        var ceremony = await challenges.UseAsync(challengeToken, PasskeyPurpose.Registration, setUp.TokenHash);
        if (ceremony is null)
        {
            return await RefuseAsync(
                refused with { Reason = AuditReason.InvalidTempToken }, PasskeyResult.InvalidChallenge,
                new PasskeyAddition.InvalidChallenge());
        }

        var attestation = await ceremonies.VerifyRegistrationAsync(ceremony.State, credential);
        return attestation.Passkey is { } verified
            ? await StartAsync(setUp, name, verified, refused)
            : await RefuseAsync(
                refused with { Reason = attestation.Refusal }, PasskeyResult.Failed, new PasskeyAddition.Failed());
    }

    private async Task<PasskeyAddition> StartAsync(OpenChallenge setUp, string name, NewPasskey verified, AuditEntry refused)
    {
        var keys = await sessions.TokenKeysAsync(CancellationToken.None);
        var deviceKey = await devices.KeyAsync(CancellationToken.None);
        var identifier = await lockout.IdentifierHashAsync(setUp.NormalizedEmail, CancellationToken.None);
        await using (var transaction = await audit.BeginAsync())
        {
            await passkeys.LockUserAsync(setUp.UserId);
            if (!await setUps.LockAsync(setUp))
            {
                return Ended();
            }

            if (await passkeys.AddAsync(setUp.UserId, name, verified) is { } added)
            {
                return await StartAsync(transaction, keys, setUp, added, refused) is { } grant
                    ? new PasskeyAddition.SignedIn(added, tokens.Issue(grant, deviceKey, identifier))
                    : Ended();
            }
        }

        // There is no passkey yet, so the user does not have too many.
        return await RefuseAsync(
            refused with { Reason = AuditReason.AlreadyRegistered }, PasskeyResult.Refused, new PasskeyAddition.Conflict());
    }

    /// <returns>The committed session, or null if the account has changed in the meantime.</returns>
    private async Task<SessionGrant?> StartAsync(
        AuditedTransaction transaction, RefreshTokenKeys keys, OpenChallenge setUp, Passkey added, AuditEntry refused)
    {
        await setUps.UseAsync(setUp);
        var actor = refused.Actor;
        var entry = refused with
        {
            Event = AuditEvent.SignedIn,
            Outcome = AuditOutcome.Success,
            Reason = AuditReason.WithPasswordAndPasskey,
        };
        var session = new NewSession(
            setUp.UserId, setUp.SecurityStamp, AuthenticationMethods.WithPasskey(added.BackupEligible), setUp.DeviceName,
            actor.UserAgent, actor.Address, setUp.DeviceId)
        {
            AuthenticatedAt = setUp.CreatedAt,
        };
        if (await sessions.StartAsync(transaction, keys, session, added.CreatedAt, entry) is not { } grant)
        {
            return null;
        }

        await outbox.AddAsync(
            transaction,
            NewMail.ToUser(MailKind.PasskeysChanged, setUp.UserId, MailDetails.Of(actor, MailChange.PasskeyAdded)));
        entry = entry with { SessionId = grant.SessionId };
        transaction.Record(entry with { Event = AuditEvent.PasskeyAdded, Reason = null });
        transaction.Record(entry);
        await transaction.CommitAsync();
        meter.PasskeyAttempt(Purpose, PasskeyResult.Success);
        meter.LoginAttempt(LoginResult.Success);
        return grant;
    }

    private PasskeyAddition.SessionEnded Ended()
    {
        meter.LoginAttempt(LoginResult.InvalidTempToken);
        return new PasskeyAddition.SessionEnded();
    }

    private async Task<PasskeyAddition> RefuseAsync(AuditEntry refused, PasskeyResult result, PasskeyAddition outcome)
    {
        await audit.WriteAsync(refused);
        meter.PasskeyAttempt(Purpose, result);
        return outcome;
    }
}
