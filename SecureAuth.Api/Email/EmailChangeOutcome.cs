namespace SecureAuth.Api.Email;

/// <summary>The outcome of asking for another address. None of them says whether it belongs to somebody else.</summary>
internal abstract record EmailChangeOutcome
{
    private EmailChangeOutcome()
    {
    }

    internal sealed record Requested : EmailChangeOutcome;

    internal sealed record Unchanged : EmailChangeOutcome;

    /// <summary>The session has been ended, or the account deleted, while the request was under way.</summary>
    internal sealed record SessionEnded : EmailChangeOutcome;

    internal sealed record SecondFactorRequired : EmailChangeOutcome;

    /// <summary>A former address has been put back recently.</summary>
    internal sealed record RecentlyRestored : EmailChangeOutcome;

    internal sealed record TooMany(TimeSpan RetryAfter) : EmailChangeOutcome;
}
