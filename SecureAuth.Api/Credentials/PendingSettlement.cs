using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;

namespace SecureAuth.Api.Credentials;

/// <summary>A reservation that could not be settled because of an outage.</summary>
/// <param name="Reservation">The reservation to settle.</param>
/// <param name="Failure">
/// The wrong guess, or null to release the reservation of a guess that was correct or was never checked.
/// </param>
/// <param name="ReservedAt">The timestamp of the reservation by the process's clock, from which the lease is measured.</param>
internal sealed record PendingSettlement(AttemptReservation.Granted Reservation, WrongGuess? Failure, long ReservedAt);

/// <summary>A wrong guess that has to be counted and audited.</summary>
internal sealed record WrongGuess(Factor Factor, AuditEntry Refused);
