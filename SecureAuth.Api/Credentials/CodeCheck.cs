using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>
/// Checks a second-factor code: a reserved attempt first, then what can be computed beforehand, and then, with the account's
/// rows locked, the one statement that uses the code up.
/// </summary>
internal sealed class CodeCheck(GuardedAttempts attempts, AccountLockout lockout, AuthMeter meter, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(1);

    /// <param name="guess">Whose code is tried.</param>
    /// <param name="prepare">Reads and computes what needs no lock.</param>
    /// <param name="applies">
    /// Asked under the locks: whether what the code is for is still there. If not, the guess is given back: who comes after
    /// another caller's success has not guessed wrong.
    /// </param>
    /// <param name="disconnected">The client went away: it stops waiting for its turn.</param>
    public async Task<CheckOutcome> CheckAsync(
        Guess guess, Func<Task<PreparedCode>> prepare, Func<Task<bool>> applies, CancellationToken disconnected)
    {
        var patience = new AttemptBackoff(time, LongestWait);
        do
        {
            if (await lockout.PeekAsync(guess.Identifier, disconnected) is AttemptReservation.Wait)
            {
                continue;
            }

            switch (await attempts.ReserveAsync(guess))
            {
                case AttemptReservation.Granted granted:
                    return await LookAsync(attempts.Guard(guess, granted, Factor.SecondFactor), prepare, applies);

                case AttemptReservation.Locked locked:
                    return await attempts.RefuseLockedAsync(guess, locked.Remaining);

                case AttemptReservation.Wait:
                    break;
            }
        }
        while (await patience.WaitAsync(disconnected));

        return new CheckOutcome.Busy(BusyRetry);
    }

    private async Task<CheckOutcome> LookAsync(
        GuardedAttempt attempt, Func<Task<PreparedCode>> prepare, Func<Task<bool>> applies)
    {
        try
        {
            var code = await prepare();
            await attempt.BeginAsync();
            if (!await applies())
            {
                await attempt.GiveBackAsync();
                return new CheckOutcome.NotApplicable();
            }

            var right = await code.UseAsync(attempt.Transaction);
            attempt.Transaction.AfterCommit(() => meter.SecondFactorAttempt(code.Kind, right));
            return right ? new CheckOutcome.Passed(attempt) : await attempt.FailAsync(AuditReason.InvalidCode);
        }
        catch
        {
            await attempt.DisposeAsync();
            throw;
        }
    }
}
