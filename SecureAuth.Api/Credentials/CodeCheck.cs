using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>
/// Checks a second-factor code. It reserves an attempt, prepares what needs no lock, and then locks the account's rows and uses
/// up the code with a single statement.
/// </summary>
internal sealed class CodeCheck(ReservedAttempts attempts, AccountLockout lockout, AuthMeter meter, TimeProvider time)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(1);

    /// <param name="guess">The guess to check.</param>
    /// <param name="prepare">Reads and computes everything that needs no lock.</param>
    /// <param name="applies">
    /// Called under the locks. Returns whether the action that requires the code is still possible. If it is not, the attempt is
    /// released: a caller that comes after another caller's success has not guessed wrong.
    /// </param>
    /// <param name="disconnected">Stops the wait for a reservation if the client disconnects.</param>
    public async Task<CheckOutcome> CheckAsync(
        Guess guess, Func<Task<PreparedCode>> prepare, Func<Task<bool>> applies, CancellationToken disconnected)
    {
        var backoff = new AttemptBackoff(time, MaxWait);
        do
        {
            if (await lockout.PeekAsync(guess.Identifier, disconnected) is AttemptReservation.Wait)
            {
                continue;
            }

            switch (await attempts.ReserveAsync(guess))
            {
                case AttemptReservation.Granted granted:
                    return await UseAsync(attempts.Create(guess, granted, Factor.SecondFactor), prepare, applies);

                case AttemptReservation.Locked locked:
                    return await attempts.RefuseLockedAsync(guess, locked.Remaining);

                case AttemptReservation.Wait:
                    break;
            }
        }
        while (await backoff.WaitAsync(disconnected));

        return new CheckOutcome.Busy(BusyRetry);
    }

    private async Task<CheckOutcome> UseAsync(
        ReservedAttempt attempt, Func<Task<PreparedCode>> prepare, Func<Task<bool>> applies)
    {
        try
        {
            var code = await prepare();
            await attempt.BeginAsync();
            if (!await applies())
            {
                await attempt.ReleaseAsync();
                return new CheckOutcome.NotApplicable();
            }

            var correct = await code.UseAsync(attempt.Transaction);
            attempt.Transaction.AfterCommit(() => meter.SecondFactorAttempt(code.Kind, correct));
            return correct ? new CheckOutcome.Passed(attempt) : await attempt.FailAsync(AuditReason.InvalidCode);
        }
        catch
        {
            await attempt.DisposeAsync();
            throw;
        }
    }
}
