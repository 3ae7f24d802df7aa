using System.Net;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Passwords;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SignIn;

/// <summary>Signs a user in with a password. Known and unknown accounts take the same path and the same statements.</summary>
internal sealed class SignInService(
    AuthDbContext db,
    ILookupNormalizer normalizer,
    AccountLockout lockout,
    PasswordAttempt attempts,
    PasswordGate gate,
    SessionService sessions,
    SecondFactorChallenges challenges,
    TokenPairIssuer tokens,
    AuditLog audit,
    AuthMeter meter)
{
    public async Task<SignInOutcome> SignInAsync(
        string email, string password, string? deviceName, Actor actor, CancellationToken cancellationToken)
    {
        var normalized = normalizer.NormalizeEmail(email)!;
        var identifier = await lockout.IdentifierHashAsync(normalized, cancellationToken);
        if (!gate.HasRoom(actor.ToClaimant(identifier)))
        {
            return Busy(await gate.TurnAwayAsync(cancellationToken));
        }

        var account = await db.Users
            .Where(u => u.NormalizedEmail == normalized)
            .Select(u => new Account(u.Id, u.PasswordHash, u.SecurityStamp!, u.IsActive, u.TwoFactorEnabled))
            .SingleOrDefaultAsync(cancellationToken);

        var attempt = await attempts.TryAsync(identifier, account?.Id, account?.PasswordHash, password, actor, cancellationToken);
        switch (attempt)
        {
            case PasswordAttemptOutcome.Busy busy:
                return Busy(busy.RetryAfter);

            case PasswordAttemptOutcome.Locked locked:
                meter.LoginAttempt("locked");
                await audit.WriteAsync(Refused(account, actor, "locked"), cancellationToken);
                return new SignInOutcome.Locked(locked.Remaining);
        }

        // From here on the guess has been looked at: a client that hangs up must not keep it from being counted.
        var (reservation, result) = (PasswordAttemptOutcome.Checked)attempt;
        return account is null || result == PasswordVerificationResult.Failed
            ? await FailAsync(reservation, account, actor)
            : await SucceedAsync(reservation, account, password, result, deviceName, actor);
    }

    private SignInOutcome.Busy Busy(TimeSpan retryAfter)
    {
        meter.LoginAttempt("busy");
        return new SignInOutcome.Busy(retryAfter);
    }

    private async Task<SignInOutcome> FailAsync(AttemptReservation.Granted reservation, Account? account, Actor actor)
    {
        await using var transaction = await audit.BeginAsync(CancellationToken.None);
        var locked = await lockout.FailAsync(reservation, Factor.Password, CancellationToken.None);
        transaction.Record(Refused(account, actor, account is null ? "unknown_account" : "wrong_password"));
        if (locked)
        {
            transaction.Record(new AuditEntry(AuditEvent.AccountLocked, AuditOutcome.Success, actor) { UserId = account?.Id });
        }

        await transaction.CommitAsync(CancellationToken.None);
        meter.LoginAttempt("invalid_credentials");
        if (locked)
        {
            meter.Lockout();
        }

        return new SignInOutcome.InvalidCredentials();
    }

    private async Task<SignInOutcome> SucceedAsync(
        AttemptReservation.Granted reservation,
        Account account,
        string password,
        PasswordVerificationResult result,
        string? deviceName,
        Actor actor)
    {
        var newHash = result == PasswordVerificationResult.SuccessRehashNeeded ? await RehashAsync(password, reservation.IdentifierHash, actor) : null;

        await using var transaction = await audit.BeginAsync(CancellationToken.None);
        var now = await lockout.SucceedAsync(reservation, Factor.Password, CancellationToken.None);
        if (!account.IsActive)
        {
            transaction.Record(Refused(account, actor, "disabled"));
            await transaction.CommitAsync(CancellationToken.None);
            meter.LoginAttempt("disabled");
            return new SignInOutcome.Disabled();
        }

        if (newHash is not null)
        {
            await ReplaceHashAsync(account, newHash);
        }

        return account.TotpEnabled
            ? await ChallengeAsync(transaction, account, deviceName, actor)
            : await StartAsync(transaction, account, deviceName, now, actor);
    }

    private async Task<SignInOutcome> ChallengeAsync(
        AuditedTransaction transaction, Account account, string? deviceName, Actor actor)
    {
        var token = await challenges.StartAsync(account.Id, account.SecurityStamp, deviceName, CancellationToken.None);
        if (token is null)
        {
            return await RefuseChangedAsync(transaction, account, actor);
        }

        transaction.Record(new AuditEntry(AuditEvent.SecondFactorChallenged, AuditOutcome.Success, actor) { UserId = account.Id });
        await transaction.CommitAsync(CancellationToken.None);
        meter.LoginAttempt("second_factor");
        return new SignInOutcome.Challenged(token);
    }

    private async Task<SignInOutcome> StartAsync(
        AuditedTransaction transaction, Account account, string? deviceName, DateTimeOffset now, Actor actor)
    {
        var session = new NewSession(
            account.Id, account.SecurityStamp, AuthenticationMethods.Password, deviceName, actor.UserAgent, AddressOf(actor));
        var entry = new AuditEntry(AuditEvent.SignedIn, AuditOutcome.Success, actor) { UserId = account.Id, Reason = "pwd" };
        var grant = await sessions.StartAsync(transaction, session, now, entry, CancellationToken.None);
        if (grant is null)
        {
            return await RefuseChangedAsync(transaction, account, actor);
        }

        transaction.Record(entry with { SessionId = grant.SessionId });
        await transaction.CommitAsync(CancellationToken.None);
        meter.LoginAttempt("success");
        return new SignInOutcome.SignedIn(await tokens.IssueAsync(grant, CancellationToken.None));
    }

    /// <summary>The password or the second factor changed, or the account was disabled, while this sign-in was under way.</summary>
    private async Task<SignInOutcome> RefuseChangedAsync(AuditedTransaction transaction, Account account, Actor actor)
    {
        transaction.Record(Refused(account, actor, "account_changed"));
        await transaction.CommitAsync(CancellationToken.None);
        meter.LoginAttempt("invalid_credentials");
        return new SignInOutcome.InvalidCredentials();
    }

    /// <summary>An older form, work factor or pepper is replaced while the password is at hand, if there is room now.</summary>
    private async Task<string?> RehashAsync(string password, byte[] identifierHash, Actor actor)
    {
        using var place = gate.TryEnter(actor.ToClaimant(identifierHash));
        return place is null ? null : await place.HashAsync(password, CancellationToken.None);
    }

    private Task ReplaceHashAsync(Account account, string newHash) => db.Database.ExecuteSqlAsync(
        $"UPDATE users SET password_hash = {newHash} WHERE id = {account.Id} AND password_hash = {account.PasswordHash}");

    private static AuditEntry Refused(Account? account, Actor actor, string reason) =>
        new(AuditEvent.SignInRefused, AuditOutcome.Refused, actor) { UserId = account?.Id, Reason = reason };

    private static IPAddress? AddressOf(Actor actor) => IPAddress.TryParse(actor.Address, out var address) ? address : null;

    private sealed record Account(Guid Id, string? PasswordHash, string SecurityStamp, bool IsActive, bool TotpEnabled);
}
