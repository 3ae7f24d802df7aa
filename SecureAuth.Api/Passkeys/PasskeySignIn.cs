using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SecureAuth.Api.SignIn;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Devices;
using SecureAuth.Core.Passkeys;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passkeys;

/// <summary>
/// Signs a user in with a passkey alone. It works while the password is locked, which is its point against strangers who lock
/// accounts. It neither counts nor clears guesses, except that it ends a row of failures that would lock the password for good.
/// </summary>
internal sealed class PasskeySignIn(
    ILookupNormalizer normalizer,
    AccountLockout lockout,
    PasskeyChallenges challenges,
    SecondFactorChallenges secondFactors,
    Ceremonies ceremonies,
    PasskeyCheck check,
    UserPasskeys passkeys,
    UserDevices devices,
    SessionService sessions,
    TokenPairIssuer tokens,
    AuditLog audit,
    AuthMeter meter,
    IOptions<AccountOptions> accounts)
{
    private static readonly string Purpose = WireName.Of(PasskeyPurpose.SignIn);

    /// <summary>
    /// Begins a sign-in. The options never list credentials, and whether the e-mail has an account is not even looked up, so
    /// neither the options nor their time tells.
    /// </summary>
    /// <param name="email">The address to which the sign-in is restricted, or null.</param>
    /// <param name="disconnected">Cancels the reading of a key.</param>
    public async Task<(BegunCeremony Ceremony, string ChallengeToken)> BeginAsync(
        string? email, CancellationToken disconnected)
    {
        var identifier = email is null
            ? null
            : await lockout.IdentifierHashAsync(normalizer.NormalizeEmail(email)!, disconnected);
        var begun = await ceremonies.BeginSignInAsync();
        return (begun, await challenges.StartAsync(PasskeyPurpose.SignIn, [], identifier, begun.State));
    }

    /// <summary>Begins the second step of a sign-in. The right password was sent, so credentials are listed.</summary>
    /// <returns>Null if the temporary token is unknown, expired or used.</returns>
    public async Task<(BegunCeremony Ceremony, string ChallengeToken)?> BeginSecondFactorAsync(
        string tempToken, CancellationToken disconnected)
    {
        if (await secondFactors.FindAsync(ChallengePurpose.SignIn, tempToken, disconnected) is not { } challenge)
        {
            return null;
        }

        var existing = await passkeys.ListAsync(challenge.UserId, disconnected);
        var begun = await ceremonies.BeginSecondFactorAsync(challenge.UserId, existing);
        return (begun, await challenges.StartAsync(PasskeyPurpose.SecondFactor, challenge.TokenHash, null, begun.State));
    }

    public async Task<PasskeySignInOutcome> SignInAsync(
        string challengeToken, Credential credential, ClientDevice device, Actor actor)
    {
        var refused = new AuditEntry(AuditEvent.SignInRefused, AuditOutcome.Refused, actor);
        return await check.CheckAsync(challengeToken, PasskeyPurpose.SignIn, [], credential) switch
        {
            PasskeyCheckOutcome.Valid valid => await SucceedAsync(
                valid, device, refused with { UserId = valid.Passkey.UserId }),
            PasskeyCheckOutcome.InvalidChallenge => await RefuseAsync(
                refused with { Reason = AuditReason.InvalidTempToken }, LoginResult.InvalidTempToken,
                PasskeyResult.InvalidChallenge, new PasskeySignInOutcome.InvalidChallenge()),
            PasskeyCheckOutcome.Failed failed => await FailAsync(
                refused with { UserId = failed.UserId, Reason = failed.Reason }, PasskeyResult.Failed),
            var unknown => throw new UnreachableException($"Unexpected outcome of a check: {unknown}"),
        };
    }

    private async Task<PasskeySignInOutcome> SucceedAsync(
        PasskeyCheckOutcome.Valid valid, ClientDevice device, AuditEntry refused)
    {
        var passkey = valid.Passkey;
        var identifier = await lockout.IdentifierHashAsync(passkey.NormalizedEmail, CancellationToken.None);
        if (valid.IdentifierHash is { } expected && !CryptographicOperations.FixedTimeEquals(identifier, expected))
        {
            return await FailAsync(refused with { Reason = AuditReason.WrongAccount }, PasskeyResult.Failed);
        }

        if (!passkey.IsActive)
        {
            return await RefuseAsync(
                refused with { Reason = AuditReason.Disabled }, LoginResult.Disabled, PasskeyResult.Refused,
                new PasskeySignInOutcome.Disabled());
        }

        if (!passkey.EmailVerified && accounts.Value.EmailVerification == EmailVerification.Required)
        {
            return await RefuseAsync(
                refused with { Reason = AuditReason.EmailNotVerified }, LoginResult.NotVerified, PasskeyResult.Refused,
                new PasskeySignInOutcome.EmailNotVerified());
        }

        return await StartAsync(valid, device, identifier, refused);
    }

    private async Task<PasskeySignInOutcome> StartAsync(
        PasskeyCheckOutcome.Valid valid, ClientDevice device, byte[] identifier, AuditEntry refused)
    {
        var passkey = valid.Passkey;
        var keys = await sessions.TokenKeysAsync(CancellationToken.None);
        var deviceKey = await devices.KeyAsync(CancellationToken.None);
        await using (var transaction = await audit.BeginAsync())
        {
            await lockout.ClearConsecutiveFailuresAsync(passkey.UserId);
            var (use, now) = await passkeys.UseAsync(passkey, valid.State.SignCount, valid.State.BackedUp);
            if (use == PasskeyUse.Used)
            {
                var entry = refused with
                {
                    Event = AuditEvent.SignedIn,
                    Outcome = AuditOutcome.Success,
                    Reason = AuditReason.WithPasskey,
                };
                var session = new NewSession(
                    passkey.UserId, passkey.SecurityStamp, AuthenticationMethods.Passkey(passkey.BackupEligible),
                    device.Name, refused.Actor.UserAgent, refused.Actor.Address,
                    deviceKey.Verify(device.Token, identifier));
                if (await sessions.StartAsync(transaction, keys, session, now, entry) is { } grant)
                {
                    transaction.Record(entry with { SessionId = grant.SessionId });
                    await transaction.CommitAsync();
                    meter.LoginAttempt(LoginResult.Success);
                    meter.PasskeyAttempt(Purpose, PasskeyResult.Success);
                    return new PasskeySignInOutcome.SignedIn(tokens.Issue(grant, deviceKey, identifier));
                }
            }

            if (use == PasskeyUse.CounterWentBack)
            {
                refused = refused with { Reason = AuditReason.CounterWentBack };
            }
        }

        // The transaction is rolled back first, so that the refusal is recorded and nothing else.
        return refused.Reason is null
            ? await FailAsync(refused with { Reason = AuditReason.AccountChanged }, PasskeyResult.Refused)
            : await FailAsync(refused, PasskeyResult.CounterWentBack);
    }

    private Task<PasskeySignInOutcome> FailAsync(AuditEntry refused, PasskeyResult result) =>
        RefuseAsync(refused, LoginResult.InvalidCredentials, result, new PasskeySignInOutcome.Failed());

    private async Task<PasskeySignInOutcome> RefuseAsync(
        AuditEntry refused, LoginResult login, PasskeyResult result, PasskeySignInOutcome outcome)
    {
        await audit.WriteAsync(refused);
        meter.LoginAttempt(login);
        meter.PasskeyAttempt(Purpose, result);
        return outcome;
    }
}
