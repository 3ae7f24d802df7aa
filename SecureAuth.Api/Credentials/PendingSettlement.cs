using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;

namespace SecureAuth.Api.Credentials;

/// <summary>A reservation that an outage kept from being settled.</summary>
/// <param name="Reservation">Its name.</param>
/// <param name="Failure">Null for a guess that was right or was never looked at: it is given back.</param>
/// <param name="ReservedAt">A timestamp of the process's clock, from which the lease is reckoned.</param>
internal sealed record PendingSettlement(AttemptReservation.Granted Reservation, WrongGuess? Failure, long ReservedAt);

/// <summary>What has to be counted and recorded of a wrong guess.</summary>
internal sealed record WrongGuess(Factor Factor, AuditEntry Refused);
