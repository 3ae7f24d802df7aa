using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Passwords.Queue;

namespace SecureAuth.Api.Credentials;

/// <summary>
/// Checks a password in an order that is safe for parallel guesses: it checks the lock, takes a slot in the hash queue, reserves
/// an attempt, and hashes the password last.
/// </summary>
internal sealed class PasswordCheck(ReservedAttempts attempts, AccountLockout lockout, HashQueue queue, TimeProvider time)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BusyRetry = TimeSpan.FromSeconds(1);

    /// <param name="guess">The guess to check.</param>
    /// <param name="storedHash">The account's hash, or null for an unknown account, which takes just as long.</param>
    /// <param name="password">The password as entered.</param>
    /// <param name="disconnected">
    /// Cancels the check if the client disconnects. The guess is counted once the hash computation has started.
    /// </param>
    public async Task<CheckOutcome> CheckAsync(
        Guess guess, string? storedHash, string password, CancellationToken disconnected)
    {
        var backoff = new AttemptBackoff(time, MaxWait);
        do
        {
            switch (await lockout.PeekAsync(guess.Identifier, disconnected))
            {
                case AttemptReservation.Locked locked:
                    return await attempts.RefuseLockedAsync(guess, locked.Remaining);

                case AttemptReservation.Wait:
                    continue;
            }

            using var slot = queue.TryReserve(guess.Caller);
            if (slot is null)
            {
                return new CheckOutcome.Busy(await queue.RejectAsync(disconnected));
            }

            switch (await attempts.ReserveAsync(guess))
            {
                case AttemptReservation.Granted granted:
                    var attempt = attempts.Create(guess, granted, Factor.Password);
                    return await VerifyAsync(attempt, slot, guess, storedHash, password, disconnected);

                case AttemptReservation.Locked locked:
                    return await attempts.RefuseLockedAsync(guess, locked.Remaining);

                case AttemptReservation.Wait:
                    break;
            }
        }
        while (await backoff.WaitAsync(disconnected));

        return new CheckOutcome.Busy(BusyRetry);
    }

    private static async Task<CheckOutcome> VerifyAsync(
        ReservedAttempt attempt,
        QueueSlot slot,
        Guess guess,
        string? storedHash,
        string password,
        CancellationToken disconnected)
    {
        try
        {
            var result = await slot.VerifyAsync(storedHash, password, disconnected);
            if (guess.UserId is not null && result != PasswordVerificationResult.Failed)
            {
                return new CheckOutcome.Passed(attempt, result == PasswordVerificationResult.SuccessRehashNeeded);
            }

            // From here on, a client that disconnects cannot prevent the guess from being counted.
            return await attempt.FailAsync(guess.UserId is null ? AuditReason.UnknownAccount : AuditReason.WrongPassword);
        }
        catch
        {
            await attempt.DisposeAsync();
            throw;
        }
    }
}
