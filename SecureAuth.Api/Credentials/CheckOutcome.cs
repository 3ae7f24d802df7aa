namespace SecureAuth.Api.Credentials;

/// <summary>The outcome of a guess.</summary>
internal abstract record CheckOutcome
{
    private CheckOutcome()
    {
    }

    /// <summary>
    /// The guess was correct. The caller passes the attempt in the transaction of the guarded action, and disposes of it.
    /// </summary>
    /// <param name="Attempt">The attempt, which is released if it is not passed and committed.</param>
    /// <param name="NeedsRehash">Whether the stored password hash has an outdated format.</param>
    internal sealed record Passed(ReservedAttempt Attempt, bool NeedsRehash = false) : CheckOutcome;

    /// <summary>The guess was wrong or was not checked. The attempt is settled.</summary>
    internal abstract record Refused : CheckOutcome
    {
        private protected Refused()
        {
        }
    }

    /// <summary>The guess was wrong and has been counted.</summary>
    internal sealed record Failed : Refused;

    /// <summary>The account is locked after too many failed guesses: for this long, or if it is null, for good.</summary>
    internal sealed record Locked(TimeSpan? Remaining) : Refused;

    /// <summary>Too many passwords are being hashed, or too many guesses at this account are being checked.</summary>
    internal sealed record Busy(TimeSpan RetryAfter) : Refused;

    /// <summary>The challenge, the setup or the second factor that the guess was for no longer exists.</summary>
    internal sealed record NotApplicable : Refused;
}
