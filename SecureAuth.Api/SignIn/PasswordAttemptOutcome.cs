using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Accounts;

namespace SecureAuth.Api.SignIn;

/// <summary>What came of trying a password.</summary>
internal abstract record PasswordAttemptOutcome
{
    private PasswordAttemptOutcome()
    {
    }

    /// <summary>The password was looked at: the reservation must now be counted or given back.</summary>
    internal sealed record Checked(AttemptReservation.Granted Reservation, PasswordVerificationResult Result)
        : PasswordAttemptOutcome;

    internal sealed record Locked(TimeSpan Remaining) : PasswordAttemptOutcome;

    internal sealed record Busy(TimeSpan RetryAfter) : PasswordAttemptOutcome;
}
