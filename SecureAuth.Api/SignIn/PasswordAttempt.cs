using Microsoft.AspNetCore.Identity;
using SecureAuth.Api.Passwords;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Passwords;

namespace SecureAuth.Api.SignIn;

/// <summary>
/// Checks a password in the one order that holds under parallel guesses: locked, room in the gate, a reserved attempt, and
/// only then the hash.
/// </summary>
internal sealed class PasswordAttempt(AccountLockout lockout, PasswordGate gate, TimeProvider time)
{
    /// <summary>How long a caller waits, holding no connection, for guesses at the same account to be settled.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(200);

    /// <param name="identifierHash">Whose password is tried.</param>
    /// <param name="userId">The account, if there is one.</param>
    /// <param name="storedHash">Its hash; null where there is no account, which takes just as long.</param>
    /// <param name="password">What was typed.</param>
    /// <param name="actor">Who typed it.</param>
    /// <param name="cancellationToken">The client went away: dropped for free until the hash begins, counted after.</param>
    public async Task<PasswordAttemptOutcome> TryAsync(
        byte[] identifierHash, Guid? userId, string? storedHash, string password, Actor actor, CancellationToken cancellationToken)
    {
        if (await lockout.LockedForAsync(identifierHash, cancellationToken) is { } remaining)
        {
            return new PasswordAttemptOutcome.Locked(remaining);
        }

        var claimant = actor.ToClaimant(identifierHash);
        var started = time.GetTimestamp();
        var poll = ShortestPoll;
        while (true)
        {
            using var place = gate.TryEnter(claimant);
            if (place is null)
            {
                return new PasswordAttemptOutcome.Busy(await gate.TurnAwayAsync(cancellationToken));
            }

            switch (await lockout.ReserveAsync(identifierHash, userId, actor))
            {
                case AttemptReservation.Granted reservation:
                    var result = await VerifyAsync(place, reservation, storedHash, password, cancellationToken);
                    return new PasswordAttemptOutcome.Checked(reservation, result);

                case AttemptReservation.Locked locked:
                    return new PasswordAttemptOutcome.Locked(locked.Remaining);
            }

            place.Dispose();
            if (time.GetElapsedTime(started) > MaxWait)
            {
                return new PasswordAttemptOutcome.Busy(TimeSpan.FromSeconds(1));
            }

            await Task.Delay(poll, time, cancellationToken);
            poll = poll * 2 < LongestPoll ? poll * 2 : LongestPoll;
        }
    }

    private async Task<PasswordVerificationResult> VerifyAsync(
        HashPlace place,
        AttemptReservation.Granted reservation,
        string? storedHash,
        string password,
        CancellationToken cancellationToken)
    {
        try
        {
            return await place.VerifyAsync(storedHash, password, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Dropped from the queue before anybody looked at the password.
            await lockout.ReleaseAsync(reservation, CancellationToken.None);
            throw;
        }
    }
}
