using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Api.SignIn;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Passwords;

/// <summary>Changes the signed-in user's password, under the same lockout and the same gate as a sign-in.</summary>
internal sealed class PasswordChangeService(
    AuthDbContext db,
    PasswordPolicy policy,
    PasswordAttempt attempts,
    PasswordGate gate,
    AccountLockout lockout,
    SessionService sessions,
    AuditLog audit,
    AuthMeter meter)
{
    public async Task<PasswordChangeOutcome> ChangeAsync(
        SignedInSession session, string current, string chosen, Actor actor, CancellationToken cancellationToken)
    {
        var account = await db.Users
            .Where(u => u.Id == session.UserId)
            .Select(u => new Account(u.Email!, u.NormalizedEmail!, u.DisplayName, u.PasswordHash, u.SecurityStamp!))
            .SingleAsync(cancellationToken);
        var reasons = policy.Check(chosen, account.Email, account.DisplayName);
        if (reasons.Count > 0)
        {
            await audit.WriteAsync(Refused(session, actor, "weak_password"), cancellationToken);
            return new PasswordChangeOutcome.WeakPassword(reasons);
        }

        var identifier = await lockout.IdentifierHashAsync(account.NormalizedEmail, cancellationToken);
        switch (await attempts.TryAsync(identifier, session.UserId, account.PasswordHash, current, actor, cancellationToken))
        {
            case PasswordAttemptOutcome.Locked locked:
                await audit.WriteAsync(Refused(session, actor, "locked"), cancellationToken);
                return new PasswordChangeOutcome.Locked(locked.Remaining);

            case PasswordAttemptOutcome.Checked { Result: PasswordVerificationResult.Failed } wrong:
                return await FailAsync(session, wrong.Reservation, actor);

            case PasswordAttemptOutcome.Checked right:
                return await ReplaceAsync(session, account, right.Reservation, chosen, actor);

            case PasswordAttemptOutcome.Busy busy:
                return new PasswordChangeOutcome.Busy(busy.RetryAfter);

            default:
                throw new InvalidOperationException("An outcome of a password attempt was forgotten here.");
        }
    }

    private async Task<PasswordChangeOutcome> ReplaceAsync(
        SignedInSession session, Account account, AttemptReservation.Granted reservation, string chosen, Actor actor)
    {
        using var place = gate.TryEnter(actor.ToClaimant(reservation.IdentifierHash));
        if (place is null)
        {
            await lockout.SucceedAsync(reservation, Factor.Password, CancellationToken.None);
            return new PasswordChangeOutcome.Busy(await gate.TurnAwayAsync(CancellationToken.None));
        }

        var hash = await place.HashAsync(chosen, CancellationToken.None);
        var stamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

        await using var transaction = await audit.BeginAsync(CancellationToken.None);
        await lockout.SucceedAsync(reservation, Factor.Password, CancellationToken.None);

        // The stamp that was read before the hash decides between two changes in parallel.
        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE users SET password_hash = {hash}, security_stamp = {stamp},
                password_changed_at = clock_timestamp(), updated_at = clock_timestamp()
            WHERE id = {session.UserId} AND security_stamp = {account.SecurityStamp} AND is_active
            """,
            CancellationToken.None);
        if (changed == 0)
        {
            transaction.Record(Refused(session, actor, "account_changed"));
            await transaction.CommitAsync(CancellationToken.None);
            return new PasswordChangeOutcome.InvalidCredentials();
        }

        await sessions.EndAllOfUserAsync(
            transaction, session.UserId, except: session.SessionId, RevocationReason.PasswordChanged, CancellationToken.None);
        transaction.Record(new AuditEntry(AuditEvent.PasswordChanged, AuditOutcome.Success, actor)
        {
            UserId = session.UserId,
            SessionId = session.SessionId,
        });
        await transaction.CommitAsync(CancellationToken.None);
        return new PasswordChangeOutcome.Changed();
    }

    private async Task<PasswordChangeOutcome> FailAsync(SignedInSession session, AttemptReservation.Granted reservation, Actor actor)
    {
        await using var transaction = await audit.BeginAsync(CancellationToken.None);
        var refused = Refused(session, actor, "wrong_password");
        transaction.Record(refused);
        if (await lockout.FailAsync(reservation, Factor.Password, CancellationToken.None))
        {
            transaction.Record(refused with { Event = AuditEvent.AccountLocked, Outcome = AuditOutcome.Success, Reason = null });
            meter.Lockout();
        }

        await transaction.CommitAsync(CancellationToken.None);
        return new PasswordChangeOutcome.InvalidCredentials();
    }

    private static AuditEntry Refused(SignedInSession session, Actor actor, string reason) =>
        new(AuditEvent.PasswordChangeRefused, AuditOutcome.Refused, actor)
        {
            UserId = session.UserId,
            SessionId = session.SessionId,
            Reason = reason,
        };

    private sealed record Account(
        string Email, string NormalizedEmail, string? DisplayName, string? PasswordHash, string SecurityStamp);
}
