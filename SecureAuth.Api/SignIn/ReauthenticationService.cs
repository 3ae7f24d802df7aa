using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.Tokens;
using SecureAuth.Api.TwoFactor;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.SignIn;

/// <summary>
/// Checks the signed-in user's credentials again and gives an access token with a new <c>auth_time</c>. The session and its
/// refresh token stay.
/// </summary>
internal sealed class ReauthenticationService(
    AuthDbContext db,
    AccountLockout lockout,
    PasswordAttempt passwords,
    CodeAttempt codes,
    SessionService sessions,
    TokenPairIssuer tokens,
    AuditLog audit,
    AuthMeter meter)
{
    public async Task<ReauthenticationOutcome> WithPasswordAsync(
        SignedInSession session, string password, Actor actor, CancellationToken cancellationToken)
    {
        var account = await FindAsync(session.UserId, cancellationToken);
        if (account.TotpEnabled)
        {
            // A password alone must not make fresh what a second factor protects.
            await audit.WriteAsync(Refused(session, actor, "second_factor_required"), cancellationToken);
            return new ReauthenticationOutcome.SecondFactorRequired();
        }

        var identifier = await lockout.IdentifierHashAsync(account.NormalizedEmail, cancellationToken);
        switch (await passwords.TryAsync(identifier, session.UserId, account.PasswordHash, password, actor, cancellationToken))
        {
            case PasswordAttemptOutcome.Busy busy:
                return new ReauthenticationOutcome.Busy(busy.RetryAfter);

            case PasswordAttemptOutcome.Locked locked:
                return await LockedAsync(session, locked.Remaining, actor);

            case PasswordAttemptOutcome.Checked attempt:
                await using (var transaction = await audit.BeginAsync(CancellationToken.None))
                {
                    return attempt.Result == PasswordVerificationResult.Failed
                        ? await FailAsync(transaction, session, attempt.Reservation, Factor.Password, actor)
                        : await SucceedAsync(transaction, session, account, attempt.Reservation, Factor.Password, actor);
                }

            default:
                throw new InvalidOperationException("An outcome of a password attempt was forgotten here.");
        }
    }

    public async Task<ReauthenticationOutcome> WithCodeAsync(
        SignedInSession session, string code, Actor actor, CancellationToken cancellationToken)
    {
        var account = await FindAsync(session.UserId, cancellationToken);
        switch (await codes.ReserveAsync(account.NormalizedEmail, session.UserId, actor, cancellationToken))
        {
            case AttemptReservation.Locked locked:
                return await LockedAsync(session, locked.Remaining, actor);

            case AttemptReservation.Granted reservation:
                await using (var transaction = await audit.BeginAsync(CancellationToken.None))
                {
                    await codes.HoldAsync(reservation, session.UserId);
                    return await codes.UseAsync(transaction, session.UserId, code, method: null, actor, "reauthentication") == UsedCode.None
                        ? await FailAsync(transaction, session, reservation, Factor.SecondFactor, actor)
                        : await SucceedAsync(transaction, session, account, reservation, Factor.SecondFactor, actor);
                }

            default:
                return new ReauthenticationOutcome.Busy(TimeSpan.FromSeconds(1));
        }
    }

    private async Task<ReauthenticationOutcome> SucceedAsync(
        AuditedTransaction transaction,
        SignedInSession session,
        Account account,
        AttemptReservation.Granted reservation,
        Factor factor,
        Actor actor)
    {
        await lockout.SucceedAsync(reservation, factor, CancellationToken.None);
        var methods = factor == Factor.SecondFactor ? AuthenticationMethods.WithCode : AuthenticationMethods.Password;
        var fresh = await sessions.ReauthenticateAsync(
            session.SessionId, methods, account.SecurityStamp, CancellationToken.None);
        if (fresh is null)
        {
            transaction.Record(Refused(session, actor, "account_changed"));
            await transaction.CommitAsync(CancellationToken.None);
            return new ReauthenticationOutcome.SessionOver();
        }

        transaction.Record(new AuditEntry(AuditEvent.Reauthenticated, AuditOutcome.Success, actor)
        {
            UserId = session.UserId,
            SessionId = session.SessionId,
            Reason = factor == Factor.SecondFactor ? "code" : "pwd",
        });
        await transaction.CommitAsync(CancellationToken.None);
        return new ReauthenticationOutcome.Fresh(await tokens.IssueAccessTokenAsync(fresh, CancellationToken.None));
    }

    private async Task<ReauthenticationOutcome> FailAsync(
        AuditedTransaction transaction,
        SignedInSession session,
        AttemptReservation.Granted reservation,
        Factor factor,
        Actor actor)
    {
        var refused = Refused(session, actor, factor == Factor.Password ? "wrong_password" : "invalid_code");
        transaction.Record(refused);
        if (await lockout.FailAsync(reservation, factor, CancellationToken.None))
        {
            transaction.Record(refused with { Event = AuditEvent.AccountLocked, Outcome = AuditOutcome.Success, Reason = null });
            meter.Lockout();
        }

        await transaction.CommitAsync(CancellationToken.None);
        return factor == Factor.Password
            ? new ReauthenticationOutcome.InvalidCredentials()
            : new ReauthenticationOutcome.InvalidCode();
    }

    private async Task<ReauthenticationOutcome> LockedAsync(SignedInSession session, TimeSpan remaining, Actor actor)
    {
        await audit.WriteAsync(Refused(session, actor, "locked"), CancellationToken.None);
        return new ReauthenticationOutcome.Locked(remaining);
    }

    private Task<Account> FindAsync(Guid userId, CancellationToken cancellationToken) => db.Users
        .Where(u => u.Id == userId)
        .Select(u => new Account(u.NormalizedEmail!, u.PasswordHash, u.SecurityStamp!, u.TwoFactorEnabled))
        .SingleAsync(cancellationToken);

    private static AuditEntry Refused(SignedInSession session, Actor actor, string reason) =>
        new(AuditEvent.ReauthenticationRefused, AuditOutcome.Refused, actor)
        {
            UserId = session.UserId,
            SessionId = session.SessionId,
            Reason = reason,
        };

    private sealed record Account(string NormalizedEmail, string? PasswordHash, string SecurityStamp, bool TotpEnabled);
}
