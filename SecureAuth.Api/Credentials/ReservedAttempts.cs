using System.Net;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.Credentials;

/// <summary>Reserves guesses under the account's lockout.</summary>
internal sealed partial class ReservedAttempts(
    AuthDbContext db,
    AccountLockout lockout,
    AuditLog audit,
    SettlementRetryService settlements,
    LockedRefusals refusals,
    TimeProvider time,
    ILogger<ReservedAttempts> logger)
{
    /// <summary>
    /// Reserves a guess. It cannot be cancelled. If the commit of a granted reservation fails, the reservation is released in the
    /// background: the secret has not been checked, and an outage must not lock out an owner with the correct password.
    /// </summary>
    public async Task<AttemptReservation> ReserveAsync(Guess guess)
    {
        await using var transaction = await audit.BeginAsync();
        var reservation = await lockout.ReserveAsync(
            transaction, guess.Identifier, guess.Device, guess.UserId, guess.Actor);
        try
        {
            await transaction.CommitAsync();
            return reservation;
        }
        catch when (reservation is AttemptReservation.Granted)
        {
            settlements.Add(new PendingSettlement((AttemptReservation.Granted)reservation, Failure: null, time.GetTimestamp()));
            throw;
        }
    }

    /// <summary>Creates the attempt for a granted reservation. The caller disposes of it.</summary>
    public ReservedAttempt Create(Guess guess, AttemptReservation.Granted reservation, Factor factor) =>
        new(db, lockout, audit, settlements, guess, reservation, factor, time.GetTimestamp());

    /// <summary>
    /// Refuses a guess without a check because the account is locked, and audits that unless there have been too many.
    /// </summary>
    public async Task<CheckOutcome> RefuseLockedAsync(Guess guess, TimeSpan? remaining)
    {
        if (refusals.IsAudited(guess.Refused.Event, guess.Identifier))
        {
            await audit.WriteAsync(guess.Refused with { Reason = AuditReason.Locked });
        }
        else
        {
            // Every attempt leaves a trace, and the log is where a flood does no harm.
            LogLocked(guess.Refused.Event, guess.UserId, guess.Actor.Address);
        }

        return new CheckOutcome.Locked(remaining);
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Information,
        Message = "{Event}: the account of user {UserId} is locked, client {ClientAddress}; one of many, and not audited")]
    private partial void LogLocked(AuditEvent @event, Guid? userId, IPAddress? clientAddress);
}
