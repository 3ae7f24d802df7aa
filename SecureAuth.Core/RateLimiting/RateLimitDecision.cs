namespace SecureAuth.Core.RateLimiting;

/// <summary>The decision about one request.</summary>
/// <param name="Allowed">Whether the request took a permit.</param>
/// <param name="Remaining">How many more requests would be allowed now.</param>
/// <param name="NextPermit">The time until the next permit. A refused request can be retried after exactly this time.</param>
public sealed record RateLimitDecision(bool Allowed, long Remaining, TimeSpan NextPermit)
{
    /// <summary>Whether this is the bucket's first refusal in a window. Only the first one is audited.</summary>
    public bool FirstRefusal { get; init; }

    /// <summary>Whether this process made the decision with a stricter limit, because Redis did not answer.</summary>
    public bool IsFallback { get; init; }

    /// <summary>
    /// The time until the next permit in whole seconds, at least 1. It is rounded up, since a client that retries a fraction of a
    /// second too early would be refused again.
    /// </summary>
    public long RetryAfterSeconds => (long)Math.Ceiling(NextPermit.TotalSeconds);
}
