namespace SecureAuth.Api.Credentials;

/// <summary>What came of a guess.</summary>
internal abstract record CheckOutcome
{
    private CheckOutcome()
    {
    }

    /// <summary>It was right. The caller passes the attempt in the transaction of what the guess is for, and disposes of it.</summary>
    /// <param name="Attempt">Given back if it is not passed and committed.</param>
    /// <param name="NeedsRehash">The stored password hash is of an older form.</param>
    internal sealed record Passed(ReservedAttempt Attempt, bool NeedsRehash = false) : CheckOutcome;

    /// <summary>It was not right, or was not looked at. Nothing is left to settle, and the audit row is written.</summary>
    internal abstract record Refused : CheckOutcome
    {
        private protected Refused()
        {
        }
    }

    /// <summary>It was wrong, and has been counted.</summary>
    internal sealed record Failed : Refused;

    /// <summary>Too many guesses have failed.</summary>
    internal sealed record Locked(TimeSpan Remaining) : Refused;

    /// <summary>Too many passwords are being hashed, or too many guesses at this account are being looked at.</summary>
    internal sealed record Busy(TimeSpan RetryAfter) : Refused;

    /// <summary>What the guess was for is gone: a challenge, a set-up, a second factor.</summary>
    internal sealed record NotApplicable : Refused;
}
