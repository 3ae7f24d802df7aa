namespace SecureAuth.Core.Accounts;

/// <summary>
/// What is known of the guesses at one identifier, whether or not there is such an account: both are served by the same
/// statements, so that neither an answer nor its time tells them apart. Times are by the clock of Postgres.
/// </summary>
public sealed class AccountAttempts
{
    /// <summary>A keyed hash of the normalised e-mail.</summary>
    public required byte[] IdentifierHash { get; init; }

    /// <summary>The account, if there is one: for operators, never for a decision.</summary>
    public Guid? UserId { get; set; }

    /// <summary>When each failure since the last success was settled.</summary>
    public required DateTimeOffset[] Failures { get; set; }

    /// <summary>The same for wrong second-factor codes: a right password does not clear these, nor a right code the others.</summary>
    public required DateTimeOffset[] SecondFactorFailures { get; set; }

    /// <summary>
    /// The reservations in flight, each named by the instant at which it was granted. One older than the lease belongs to
    /// a crashed process and counts as a failure.
    /// </summary>
    public required DateTimeOffset[] Pending { get; set; }

    public DateTimeOffset? LockedUntil { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
