namespace SecureAuth.Core.Accounts;

/// <summary>
/// The guesses at one identifier, whether or not an account with that identifier exists. Both cases run the same statements,
/// so that neither the answer nor its timing reveals which accounts exist. All times come from the clock of Postgres.
/// </summary>
public sealed class AccountAttempts
{
    /// <summary>A keyed hash of the normalised e-mail, or one of that and a known device.</summary>
    public required byte[] IdentifierHash { get; init; }

    /// <summary>The account, if there is one. It is for operators; no decision depends on it.</summary>
    public Guid? UserId { get; set; }

    /// <summary>The times at which the failures since the last success were settled.</summary>
    public required DateTimeOffset[] Failures { get; set; }

    /// <summary>
    /// The same for wrong second-factor codes. A correct password does not clear these, and a correct code does not clear
    /// <see cref="Failures"/>.
    /// </summary>
    public required DateTimeOffset[] SecondFactorFailures { get; set; }

    /// <summary>
    /// The reservations in flight, each identified by the time at which it was granted. A reservation older than the lease
    /// was left behind by a crashed process and counts as a failure.
    /// </summary>
    public required DateTimeOffset[] Pending { get; set; }

    /// <summary>The failures since the last success, including those of earlier locks. A lock does not clear them.</summary>
    public int ConsecutiveFailures { get; set; }

    /// <summary>The same for wrong second-factor codes.</summary>
    public int ConsecutiveSecondFactorFailures { get; set; }

    /// <summary><c>infinity</c> if time does not end the lock.</summary>
    public DateTimeOffset? LockedUntil { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
