using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.Credentials;

/// <summary>Reserves guesses under the account's lockout.</summary>
internal sealed class ReservedAttempts(
    AuthDbContext db, AccountLockout lockout, AuditLog audit, SettlementRetryService unsettled, TimeProvider time)
{
    /// <summary>
    /// Asks for a guess. It cannot be cancelled, and a grant whose commit is not answered is given back in the background:
    /// nobody has looked at the secret, and the owner of a right password must not be locked out by an outage.
    /// </summary>
    public async Task<AttemptReservation> ReserveAsync(Guess guess)
    {
        await using var transaction = await audit.BeginAsync();
        var answer = await lockout.ReserveAsync(transaction, guess.Identifier, guess.UserId, guess.Actor);
        try
        {
            await transaction.CommitAsync();
            return answer;
        }
        catch when (answer is AttemptReservation.Granted)
        {
            unsettled.Add(new PendingSettlement((AttemptReservation.Granted)answer, Failure: null, time.GetTimestamp()));
            throw;
        }
    }

    /// <summary>Takes charge of a granted guess.</summary>
    public ReservedAttempt Guard(Guess guess, AttemptReservation.Granted reservation, Factor factor) =>
        new(db, lockout, audit, unsettled, guess, reservation, factor, time.GetTimestamp());

    /// <summary>Records that a guess was not looked at, since the account is locked.</summary>
    public async Task<CheckOutcome> RefuseLockedAsync(Guess guess, TimeSpan remaining)
    {
        await audit.WriteAsync(guess.Refused with { Reason = AuditReason.Locked });
        return new CheckOutcome.Locked(remaining);
    }
}
