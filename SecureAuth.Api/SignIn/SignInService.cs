using System.Diagnostics;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Credentials;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Queue;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SignIn;

/// <summary>Signs a user in with a password. Known and unknown accounts take the same path and the same statements.</summary>
internal sealed class SignInService(
    AuthDbContext db,
    ILookupNormalizer normalizer,
    AccountLockout lockout,
    PasswordCheck passwords,
    HashQueue gate,
    SessionService sessions,
    SecondFactorChallenges challenges,
    TokenPairIssuer tokens,
    AuthMeter meter)
{
    public async Task<SignInOutcome> SignInAsync(
        string email, string password, string? deviceName, Actor actor, CancellationToken disconnected)
    {
        var normalized = normalizer.NormalizeEmail(email)!;
        var guess = new Guess(
            await lockout.IdentifierHashAsync(normalized, disconnected),
            UserId: null,
            new AuditEntry(AuditEvent.SignInRefused, AuditOutcome.Refused, actor));

        // Before any store is asked: what a storm's refusals cost is missing from the hashes.
        if (!gate.HasRoom(guess.Claimant))
        {
            return Refused(new CheckOutcome.Busy(await gate.RejectAsync(disconnected)));
        }

        var account = await db.Users
            .Where(u => u.NormalizedEmail == normalized)
            .Select(u => new Account(u.Id, u.PasswordHash, u.SecurityStamp!, u.IsActive, u.TwoFactorEnabled))
            .SingleOrDefaultAsync(disconnected);
        guess = guess with { UserId = account?.Id, Refused = guess.Refused with { UserId = account?.Id } };

        return await passwords.CheckAsync(guess, account?.PasswordHash, password, disconnected) switch
        {
            CheckOutcome.Passed passed => await SucceedAsync(passed, guess, account!, password, deviceName),
            CheckOutcome.Refused refused => Refused(refused),
            var unknown => throw new UnreachableException($"{unknown} is no outcome of a check."),
        };
    }

    private async Task<SignInOutcome> SucceedAsync(
        CheckOutcome.Passed passed, Guess guess, Account account, string password, string? deviceName)
    {
        await using var attempt = passed.Attempt;
        var newHash = passed.NeedsRehash ? await RehashAsync(account.PasswordHash!, password, guess.Claimant) : null;
        var keys = await sessions.TokenKeysAsync(CancellationToken.None);

        var now = await attempt.PassAsync();
        if (!account.IsActive)
        {
            return await RefuseAsync(attempt, guess, AuditReason.Disabled, LoginResult.Disabled, new SignInOutcome.Disabled());
        }

        if (newHash is not null)
        {
            await ReplaceHashAsync(account, newHash);
        }

        return account.TotpEnabled
            ? await ChallengeAsync(attempt, guess, account, deviceName)
            : await StartAsync(attempt, guess, account, keys, deviceName, now);
    }

    private async Task<SignInOutcome> ChallengeAsync(ReservedAttempt attempt, Guess guess, Account account, string? deviceName)
    {
        var token = await challenges.StartAsync(account.Id, account.SecurityStamp, deviceName);
        if (token is null)
        {
            return await RefuseChangedAsync(attempt, guess);
        }

        attempt.Transaction.Record(Done(guess, AuditEvent.SecondFactorChallenged));
        await attempt.CommitAsync();
        meter.LoginAttempt(LoginResult.SecondFactor);
        return new SignInOutcome.Challenged(token);
    }

    private async Task<SignInOutcome> StartAsync(
        ReservedAttempt attempt, Guess guess, Account account, RefreshTokenKeys keys, string? deviceName, DateTimeOffset now)
    {
        var actor = guess.Actor;
        var session = new NewSession(
            account.Id, account.SecurityStamp, AuthenticationMethods.Password, deviceName, actor.UserAgent, actor.Address);
        var entry = Done(guess, AuditEvent.SignedIn) with { Reason = AuditReason.WithPassword };
        var grant = await sessions.StartAsync(attempt.Transaction, keys, session, now, entry);
        if (grant is null)
        {
            return await RefuseChangedAsync(attempt, guess);
        }

        attempt.Transaction.Record(entry with { SessionId = grant.SessionId });
        await attempt.CommitAsync();
        meter.LoginAttempt(LoginResult.Success);
        return new SignInOutcome.SignedIn(await tokens.IssueAsync(grant));
    }

    /// <summary>The password or the second factor changed, or the account was disabled, while this sign-in was under way.</summary>
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
        meter.LoginAttempt(check switch
        {
            CheckOutcome.Locked => LoginResult.Locked,
            CheckOutcome.Busy => LoginResult.Busy,
            CheckOutcome.Failed or CheckOutcome.NotApplicable => LoginResult.InvalidCredentials,
            _ => throw new UnreachableException($"{check} is no outcome of a check."),
        });
        return new SignInOutcome.Refused(check);
    }

    /// <summary>An older form, work factor or pepper is replaced while the password is at hand, if there is room now.</summary>
    private async Task<string?> RehashAsync(string storedHash, string password, HashCaller claimant)
    {
        using var place = gate.TryReserve(claimant);
        return place is null ? null : await place.RehashAsync(storedHash, password, CancellationToken.None);
    }

    private Task ReplaceHashAsync(Account account, string newHash) => db.Database.ExecuteSqlAsync(
        $"UPDATE users SET password_hash = {newHash} WHERE id = {account.Id} AND password_hash = {account.PasswordHash}");

    private static AuditEntry Done(Guess guess, AuditEvent @event) =>
        guess.Refused with { Event = @event, Outcome = AuditOutcome.Success };

    private sealed record Account(Guid Id, string? PasswordHash, string SecurityStamp, bool IsActive, bool TotpEnabled)
        : Confidential;
}
