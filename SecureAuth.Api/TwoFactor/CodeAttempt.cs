using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.SecondFactor;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.TwoFactor;

/// <summary>
/// Tries a second-factor code under the account's lockout: a place among the guesses first, then the code, and the one
/// statement that uses it up.
/// </summary>
internal sealed class CodeAttempt(
    AuthDbContext db, AccountLockout lockout, TotpCredentials totp, RecoveryCodes recovery, AuthMeter meter, TimeProvider time)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    /// <summary>Reserves a guess; waits, without a connection, while as many as may fail are in flight.</summary>
    /// <returns><see cref="AttemptReservation.Wait"/> if it took too long.</returns>
    public async Task<AttemptReservation> ReserveAsync(
        string normalizedEmail, Guid userId, Actor actor, CancellationToken cancellationToken)
    {
        var identifier = await lockout.IdentifierHashAsync(normalizedEmail, cancellationToken);
        var started = time.GetTimestamp();
        while (true)
        {
            var answer = await lockout.ReserveAsync(identifier, userId, actor);
            if (answer is not AttemptReservation.Wait || time.GetElapsedTime(started) > MaxWait)
            {
                return answer;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }
    }

    /// <summary>
    /// Begins the settling of a guess inside the caller's transaction: the attempts first and then the user's row, as every
    /// sign-in and password change locks them, so that none of these ever waits for another in a circle.
    /// </summary>
    public async Task HoldAsync(AttemptReservation.Granted reservation, Guid userId)
    {
        await lockout.HoldAsync(reservation, CancellationToken.None);
        await db.Database.ExecuteSqlAsync($"SELECT FROM users WHERE id = {userId} FOR UPDATE");
    }

    /// <summary>
    /// Uses a code up, inside the caller's transaction. True for one caller alone, however many bring it, on whichever
    /// replica and pathway.
    /// </summary>
    /// <param name="transaction">Takes the audit row of a recovery code.</param>
    /// <param name="userId">Whose code.</param>
    /// <param name="code">As typed.</param>
    /// <param name="method">What it is; told by its form if null.</param>
    /// <param name="actor">Who brought it.</param>
    /// <param name="purpose">A stable word for the audit row.</param>
    public async Task<UsedCode> UseAsync(
        AuditedTransaction transaction, Guid userId, string code, CodeMethod? method, Actor actor, string purpose)
    {
        if ((method ?? MethodOf(code)) == CodeMethod.Totp)
        {
            var right = await UseTotpAsync(userId, code);
            meter.SecondFactorAttempt("totp", right);
            return right ? UsedCode.Totp : UsedCode.None;
        }

        var known = await recovery.UseAsync(userId, code, CancellationToken.None);
        meter.SecondFactorAttempt("recovery_code", known);
        if (!known)
        {
            return UsedCode.None;
        }

        transaction.Record(new AuditEntry(AuditEvent.RecoveryCodeUsed, AuditOutcome.Success, actor)
        {
            UserId = userId,
            Reason = purpose,
        });
        return UsedCode.RecoveryCode;
    }

    private async Task<bool> UseTotpAsync(Guid userId, string code) =>
        await totp.FindAsync(userId, confirmed: true, CancellationToken.None) is { } credential
        && totp.StepOf(credential, code) is { } step
        && await totp.UseAsync(userId, step, CancellationToken.None);

    private static CodeMethod MethodOf(string code) =>
        code.Length == Totp.Digits && code.All(char.IsAsciiDigit) ? CodeMethod.Totp : CodeMethod.RecoveryCode;
}
