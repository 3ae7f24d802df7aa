namespace SecureAuth.Api.RateLimiting;

/// <summary>What became of one call.</summary>
/// <param name="Allowed">Whether the call took a permit.</param>
/// <param name="Remaining">How many more calls would be let through now.</param>
/// <param name="NextPermit">When one more than that would be: for a refused call, exactly when a retry is let through.</param>
internal sealed record RateLimitDecision(bool Allowed, long Remaining, TimeSpan NextPermit)
{
    /// <summary>Whether this is the bucket's first refusal in a window: the one that is audited.</summary>
    public bool FirstRefusal { get; init; }

    /// <summary>Whether Redis decided; else this process alone did, by a stricter limit.</summary>
    public bool ByRedis { get; init; }

    /// <summary>Whole seconds, at least 1, and rounded up: a client that comes back a fraction too early is refused again.</summary>
    public long RetryAfterSeconds => (long)Math.Ceiling(NextPermit.TotalSeconds);
}
