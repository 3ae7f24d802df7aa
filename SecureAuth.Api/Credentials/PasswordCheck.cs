using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Passwords.Queue;

namespace SecureAuth.Api.Credentials;

/// <summary>
/// Checks a password in the one order that holds under parallel guesses: locked, room in the gate, a reserved attempt, and
/// only then the hash.
/// </summary>
internal sealed class PasswordCheck(GuardedAttempts attempts, AccountLockout lockout, HashQueue gate, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(1);

    /// <param name="guess">Whose password is tried.</param>
    /// <param name="storedHash">Its hash; null where there is no account, which takes just as long.</param>
    /// <param name="password">What was typed.</param>
    /// <param name="disconnected">The client went away: dropped for free until the hash begins, counted after.</param>
    public async Task<CheckOutcome> CheckAsync(Guess guess, string? storedHash, string password, CancellationToken disconnected)
    {
        var patience = new AttemptBackoff(time, LongestWait);
        do
        {
            switch (await lockout.PeekAsync(guess.Identifier, disconnected))
            {
                case AttemptReservation.Locked locked:
                    return await attempts.RefuseLockedAsync(guess, locked.Remaining);

                case AttemptReservation.Wait:
                    continue;
            }

            using var place = gate.TryReserve(guess.Claimant);
            if (place is null)
            {
                return new CheckOutcome.Busy(await gate.RejectAsync(disconnected));
            }

            switch (await attempts.ReserveAsync(guess))
            {
                case AttemptReservation.Granted granted:
                    return await VerifyAsync(attempts.Guard(guess, granted, Factor.Password), place, guess, storedHash, password, disconnected);

                case AttemptReservation.Locked locked:
                    return await attempts.RefuseLockedAsync(guess, locked.Remaining);

                case AttemptReservation.Wait:
                    break;
            }
        }
        while (await patience.WaitAsync(disconnected));

        return new CheckOutcome.Busy(BusyRetry);
    }

    private static async Task<CheckOutcome> VerifyAsync(
        GuardedAttempt attempt, QueueSlot place, Guess guess, string? storedHash, string password, CancellationToken disconnected)
    {
        try
        {
            var result = await place.VerifyAsync(storedHash, password, disconnected);
            if (guess.UserId is not null && result != PasswordVerificationResult.Failed)
            {
                return new CheckOutcome.Passed(attempt, result == PasswordVerificationResult.SuccessRehashNeeded);
            }

            // From here on a client that hangs up does not keep the guess from being counted.
            return await attempt.FailAsync(guess.UserId is null ? AuditReason.UnknownAccount : AuditReason.WrongPassword);
        }
        catch
        {
            await attempt.DisposeAsync();
            throw;
        }
    }
}
