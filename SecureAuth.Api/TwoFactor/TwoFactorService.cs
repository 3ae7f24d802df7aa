using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Tokens;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.TwoFactor;

/// <summary>Sets up, confirms and removes the signed-in user's authenticator app and recovery codes.</summary>
internal sealed class TwoFactorService(
    AuthDbContext db,
    TotpCredentials totp,
    RecoveryCodes recovery,
    CodeAttempt codes,
    SessionService sessions,
    AccountLockout lockout,
    AuditLog audit,
    AuthMeter meter,
    IOptions<TokenOptions> tokens)
{
    /// <returns>The new secret; null if an authenticator is in force.</returns>
    public async Task<TotpSetUp?> SetUpAsync(Guid userId, Actor actor, CancellationToken cancellationToken)
    {
        var email = await db.Users.Where(u => u.Id == userId).Select(u => u.Email!).SingleAsync(cancellationToken);
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretSize);
        await using var transaction = await audit.BeginAsync(cancellationToken);
        if (!await totp.SetUpAsync(userId, secret, cancellationToken))
        {
            return null;
        }

        transaction.Record(new AuditEntry(AuditEvent.TotpSetUp, AuditOutcome.Success, actor) { UserId = userId });
        await transaction.CommitAsync(cancellationToken);
        return TotpSetUp.Of(secret, new Uri(tokens.Value.Issuer).Host, email);
    }

    /// <summary>Puts the set-up authenticator into force by its first code, and gives the recovery codes out.</summary>
    public async Task<CodeOutcome<IReadOnlyList<string>>> ConfirmAsync(
        SignedInSession session, string code, Actor actor, CancellationToken cancellationToken)
    {
        if (await totp.FindAsync(session.UserId, confirmed: false, cancellationToken) is null)
        {
            return new CodeOutcome<IReadOnlyList<string>>.NotApplicable();
        }

        return await WithGuessAsync(session.UserId, actor, Confirm, cancellationToken);

        async Task<CodeOutcome<IReadOnlyList<string>>> Confirm(AuditedTransaction transaction)
        {
            // Looked up again under the lock: a caller that comes after another one's success has not guessed wrong.
            if (await totp.FindAsync(session.UserId, confirmed: false, CancellationToken.None) is not { } pending)
            {
                return new CodeOutcome<IReadOnlyList<string>>.NotApplicable();
            }

            var right = totp.StepOf(pending, code) is { } step && await totp.ConfirmAsync(pending, step, CancellationToken.None);
            meter.SecondFactorAttempt("totp", right);
            if (!right)
            {
                return new CodeOutcome<IReadOnlyList<string>>.InvalidCode();
            }

            var recoveryCodes = await recovery.RenewAsync(session.UserId, CancellationToken.None);
            await sessions.MarkMultiFactorAsync(session.SessionId, AuthenticationMethods.WithCode, CancellationToken.None);
            transaction.Record(Entry(AuditEvent.TotpEnabled, session, actor));
            return new CodeOutcome<IReadOnlyList<string>>.Done(recoveryCodes);
        }
    }

    /// <summary>Removes the authenticator and the recovery codes; the code is itself the second factor.</summary>
    public async Task<CodeOutcome<bool>> DisableAsync(
        SignedInSession session, string code, Actor actor, CancellationToken cancellationToken)
    {
        if (!await IsEnabledAsync(session.UserId, cancellationToken))
        {
            return new CodeOutcome<bool>.NotApplicable();
        }

        return await WithGuessAsync(session.UserId, actor, Disable, cancellationToken);

        async Task<CodeOutcome<bool>> Disable(AuditedTransaction transaction)
        {
            // Under the lock, as above.
            if (!await IsEnabledAsync(session.UserId, CancellationToken.None))
            {
                return new CodeOutcome<bool>.NotApplicable();
            }

            if (await codes.UseAsync(transaction, session.UserId, code, method: null, actor, "disable") == UsedCode.None)
            {
                return new CodeOutcome<bool>.InvalidCode();
            }

            await totp.RemoveAsync(session.UserId, CancellationToken.None);
            transaction.Record(Entry(AuditEvent.TotpDisabled, session, actor));
            return new CodeOutcome<bool>.Done(true);
        }
    }

    /// <returns>The new codes, shown once; null if the user has no second factor that they could stand in for.</returns>
    public async Task<IReadOnlyList<string>?> RenewRecoveryCodesAsync(
        SignedInSession session, Actor actor, CancellationToken cancellationToken)
    {
        await using var transaction = await audit.BeginAsync(cancellationToken);

        // The row is locked, so that of two renewals in parallel the codes of the second are the ones that count.
        var enabled = await db.Database.SqlQuery<bool>(
            $"""SELECT totp_enabled AS "Value" FROM users WHERE id = {session.UserId} FOR UPDATE""").ToListAsync(cancellationToken);
        if (enabled is not [true])
        {
            return null;
        }

        var renewed = await recovery.RenewAsync(session.UserId, cancellationToken);
        transaction.Record(Entry(AuditEvent.RecoveryCodesRenewed, session, actor));
        await transaction.CommitAsync(cancellationToken);
        return renewed;
    }

    /// <summary>Runs an action that a right code allows, under the account's lockout.</summary>
    private async Task<CodeOutcome<T>> WithGuessAsync<T>(
        Guid userId, Actor actor, Func<AuditedTransaction, Task<CodeOutcome<T>>> action, CancellationToken cancellationToken)
    {
        var email = await db.Users.Where(u => u.Id == userId).Select(u => u.NormalizedEmail!).SingleAsync(cancellationToken);
        var answer = await codes.ReserveAsync(email, userId, actor, cancellationToken);
        if (answer is AttemptReservation.Locked locked)
        {
            await audit.WriteAsync(Refused(userId, actor, "locked"), cancellationToken);
            return new CodeOutcome<T>.Locked(locked.Remaining);
        }

        if (answer is not AttemptReservation.Granted reservation)
        {
            return new CodeOutcome<T>.Busy();
        }

        await using var transaction = await audit.BeginAsync(CancellationToken.None);
        await codes.HoldAsync(reservation, userId);
        var outcome = await action(transaction);
        switch (outcome)
        {
            case CodeOutcome<T>.Done:
                await lockout.SucceedAsync(reservation, Factor.SecondFactor, CancellationToken.None);
                break;

            case CodeOutcome<T>.InvalidCode:
                await FailAsync(transaction, reservation, userId, actor);
                break;

            default:
                await lockout.ReleaseAsync(reservation, CancellationToken.None);
                break;
        }

        await transaction.CommitAsync(CancellationToken.None);
        return outcome;
    }

    private async Task FailAsync(
        AuditedTransaction transaction, AttemptReservation.Granted reservation, Guid userId, Actor actor)
    {
        var refused = Refused(userId, actor, "invalid_code");
        transaction.Record(refused);
        if (await lockout.FailAsync(reservation, Factor.SecondFactor, CancellationToken.None))
        {
            transaction.Record(refused with { Event = AuditEvent.AccountLocked, Outcome = AuditOutcome.Success, Reason = null });
            meter.Lockout();
        }
    }

    private Task<bool> IsEnabledAsync(Guid userId, CancellationToken cancellationToken) =>
        db.Users.AnyAsync(u => u.Id == userId && u.TwoFactorEnabled, cancellationToken);

    private static AuditEntry Refused(Guid userId, Actor actor, string reason) =>
        new(AuditEvent.SecondFactorRefused, AuditOutcome.Refused, actor) { UserId = userId, Reason = reason };

    private static AuditEntry Entry(AuditEvent @event, SignedInSession session, Actor actor) =>
        new(@event, AuditOutcome.Success, actor) { UserId = session.UserId, SessionId = session.SessionId };
}
