using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.Data;
using SecureAuth.Core.Devices;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.Requirements;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SignIn;

/// <summary>Signs a user in with a password. Known and unknown accounts follow the same path with the same statements.</summary>
internal sealed class SignInService(
    AuthDbContext db,
    ILookupNormalizer normalizer,
    Usernames usernames,
    AccountLockout lockout,
    PasswordCheck passwords,
    HashQueue queue,
    SessionService sessions,
    SecondFactorChallenges challenges,
    SecondFactorRule rule,
    UserDevices devices,
    TokenPairIssuer tokens,
    AuthMeter meter,
    IOptions<AccountOptions> options)
{
    public async Task<SignInOutcome> SignInAsync(
        SignInName name, string password, ClientDevice device, Actor actor, CancellationToken disconnected)
    {
        // Looking up a username costs a query, which an overloaded server skips unless a device token may have reserved room.
        if (name.IsUsername && device.Token is null && !queue.HasRoom(new HashCaller(actor.Address, Account: null)))
        {
            return Refused(new CheckOutcome.Busy(await queue.RejectAsync(disconnected)));
        }

        var normalized = await ResolveEmailAsync(name, disconnected);
        var identifier = await lockout.IdentifierHashAsync(normalized, disconnected);
        var key = await devices.KeyAsync(disconnected);
        var stranger = new Guess(
            identifier, UserId: null, new AuditEntry(AuditEvent.SignInRefused, AuditOutcome.Refused, actor));

        // No store is asked about a forged token, or one of another account.
        var claimed = key.Verify(device.Token, identifier);
        var guess = stranger.ByDevice(claimed, key);

        // Checked before any store is queried: under overload, every refusal costs CPU time that the hashes need.
        if (!queue.HasRoom(guess.Caller))
        {
            return Refused(new CheckOutcome.Busy(await queue.RejectAsync(disconnected)));
        }

        var account = await FindAsync(normalized, identifier, claimed, disconnected);
        var known = account is { IsKnownDevice: true } ? claimed : null;
        guess = stranger.ByDevice(known, key) with
        {
            UserId = account?.Id,
            Refused = stranger.Refused with { UserId = account?.Id },
        };

        return await passwords.CheckAsync(guess, account?.PasswordHash, password, disconnected) switch
        {
            CheckOutcome.Passed passed => await SucceedAsync(
                passed, guess, account!, password, new SignInDevice(known, device.Name, key, identifier)),
            CheckOutcome.Refused refused => Refused(refused),
            var unknown => throw new UnreachableException($"Unexpected outcome of a check: {unknown}"),
        };
    }

    /// <summary>
    /// A username stands for the address of its account, so that guesses by either count together. One that nobody has stands for
    /// an address that nobody can have, and takes the same way from here on.
    /// </summary>
    private async Task<string> ResolveEmailAsync(SignInName name, CancellationToken disconnected) => name.IsUsername
        ? await usernames.FindEmailAsync(name.Text, disconnected) ?? $"username:{name.Text}"
        : normalizer.NormalizeEmail(name.Text)!;

    /// <summary>Finds the account, and whether the device is known. No device is where the password is locked for good.</summary>
    internal async Task<Account?> FindAsync(
        string normalizedEmail, byte[] identifier, Guid? deviceId, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<Account>(
            $"""
            -- find user
            SELECT u.id, u.password_hash, u.security_stamp, u.is_active, u.email_verified, u.totp_enabled,
                EXISTS (
                    SELECT FROM devices d
                    WHERE d.id = {deviceId}::uuid AND d.user_id = u.id
                        AND (d.known_until IS NULL OR d.known_until > clock_timestamp()))
                AND NOT EXISTS (
                    SELECT FROM account_attempts a
                    WHERE a.identifier_hash = {identifier} AND a.locked_until = 'infinity') AS is_known_device
            FROM users u WHERE u.normalized_email = {normalizedEmail}
            """).ToListAsync(cancellationToken);
        return rows is [var account] ? account : null;
    }

    private async Task<SignInOutcome> SucceedAsync(
        CheckOutcome.Passed passed, Guess guess, Account account, string password, SignInDevice device)
    {
        await using var attempt = passed.Attempt;
        var newHash = passed.NeedsRehash ? await RehashAsync(account.PasswordHash!, password, guess.Caller) : null;
        var keys = await sessions.TokenKeysAsync(CancellationToken.None);

        var now = await attempt.PassAsync();
        if (!account.IsActive)
        {
            return await RefuseAsync(attempt, guess, AuditReason.Disabled, LoginResult.Disabled, new SignInOutcome.Disabled());
        }

        if (!account.EmailVerified && options.Value.RequiresVerifiedEmail)
        {
            return await RefuseAsync(
                attempt, guess, AuditReason.EmailNotVerified, LoginResult.NotVerified, new SignInOutcome.NotVerified());
        }

        if (newHash is not null)
        {
            await ReplaceHashAsync(account, newHash);
        }

        if (account.TotpEnabled)
        {
            return await ChallengeAsync(attempt, guess, account, device);
        }

        return await rule.FindAsync(account.Id, CancellationToken.None) switch
        {
            SecondFactorState.Missing => await RequireSetUpAsync(attempt, guess, account, device),
            SecondFactorState.Passkey => await ChallengeAsync(attempt, guess, account, device),
            SecondFactorState.PasskeySwitchedOff => await RefuseAsync(
                attempt, guess, AuditReason.SecondFactorRequired, LoginResult.SecondFactorSwitchedOff,
                new SignInOutcome.SecondFactorSwitchedOff()),
            _ => await StartAsync(attempt, guess, account, keys, device, now),
        };
    }

    private async Task<SignInOutcome> RequireSetUpAsync(
        ReservedAttempt attempt, Guess guess, Account account, SignInDevice device)
    {
        var setUp = await challenges.StartAsync(
            ChallengePurpose.SetUp, account.Id, account.SecurityStamp, device.Name, device.KnownId);
        if (setUp is not { HasCodes: false, HasPasskey: false })
        {
            return await RefuseChangedAsync(attempt, guess);
        }

        attempt.Transaction.Record(Success(guess, AuditEvent.SecondFactorSetUpRequired));
        await attempt.CommitAsync();
        meter.LoginAttempt(LoginResult.SecondFactorSetUp);
        return new SignInOutcome.SetUpRequired(setUp);
    }

    private async Task<SignInOutcome> ChallengeAsync(
        ReservedAttempt attempt, Guess guess, Account account, SignInDevice device)
    {
        var challenge = await challenges.StartAsync(
            ChallengePurpose.SignIn, account.Id, account.SecurityStamp, device.Name, device.KnownId);
        if (challenge is null)
        {
            return await RefuseChangedAsync(attempt, guess);
        }

        attempt.Transaction.Record(Success(guess, AuditEvent.SecondFactorChallenged));
        await attempt.CommitAsync();
        meter.LoginAttempt(LoginResult.SecondFactor);
        return new SignInOutcome.Challenged(challenge);
    }

    private async Task<SignInOutcome> StartAsync(
        ReservedAttempt attempt, Guess guess, Account account, RefreshTokenKeys keys, SignInDevice device, DateTimeOffset now)
    {
        var actor = guess.Actor;
        var session = new NewSession(
            account.Id, account.SecurityStamp, AuthenticationMethods.Password, device.Name, actor.UserAgent, actor.Address,
            device.KnownId);
        var entry = Success(guess, AuditEvent.SignedIn) with { Reason = AuditReason.WithPassword };
        var grant = await sessions.StartAsync(attempt.Transaction, keys, session, now, entry);
        if (grant is null)
        {
            return await RefuseChangedAsync(attempt, guess);
        }

        attempt.Transaction.Record(entry with { SessionId = grant.SessionId });
        await attempt.CommitAsync();
        meter.LoginAttempt(LoginResult.Success);
        return new SignInOutcome.SignedIn(tokens.Issue(grant, device.Key, device.Identifier));
    }

    /// <summary>
    /// Refuses the sign-in because the password or the second factor was changed, or the account was disabled, in the meantime.
    /// </summary>
    private Task<SignInOutcome> RefuseChangedAsync(ReservedAttempt attempt, Guess guess) => RefuseAsync(
        attempt,
        guess,
        AuditReason.AccountChanged,
        LoginResult.InvalidCredentials,
        new SignInOutcome.Refused(new CheckOutcome.Failed()));

    private async Task<SignInOutcome> RefuseAsync(
        ReservedAttempt attempt, Guess guess, AuditReason reason, LoginResult result, SignInOutcome outcome)
    {
        attempt.Transaction.Record(guess.Refused with { Reason = reason });
        await attempt.CommitAsync();
        meter.LoginAttempt(result);
        return outcome;
    }

    private SignInOutcome.Refused Refused(CheckOutcome.Refused check)
    {
        meter.LoginAttempt(check.ToLoginResult(LoginResult.InvalidCredentials, LoginResult.InvalidCredentials));
        return new SignInOutcome.Refused(check);
    }

    /// <summary>
    /// Rehashes a password whose hash has an outdated format, work factor or pepper. Returns null if the queue has no room.
    /// </summary>
    private async Task<string?> RehashAsync(string storedHash, string password, HashCaller caller)
    {
        using var slot = queue.TryReserve(caller);
        return slot is null ? null : await slot.RehashAsync(storedHash, password, CancellationToken.None);
    }

    private Task ReplaceHashAsync(Account account, string newHash) => db.Database.ExecuteSqlAsync(
        $"""
        -- upgrade password hash
        UPDATE users SET password_hash = {newHash} WHERE id = {account.Id} AND password_hash = {account.PasswordHash}
        """);

    private static AuditEntry Success(Guess guess, AuditEvent @event) =>
        guess.Refused with { Event = @event, Outcome = AuditOutcome.Success };

    internal sealed record Account(
        Guid Id, string? PasswordHash, string SecurityStamp, bool IsActive, bool EmailVerified, bool TotpEnabled,
        bool IsKnownDevice) : Confidential;

    /// <param name="KnownId">The device, if its token was valid and it has not been forgotten.</param>
    /// <param name="Name">The name that the client gave to it.</param>
    /// <param name="Key">The key of its token.</param>
    /// <param name="Identifier">The identifier that its token is bound to.</param>
    private sealed record SignInDevice(Guid? KnownId, string? Name, DeviceKey Key, byte[] Identifier) : Confidential;
}
