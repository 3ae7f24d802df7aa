using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.Api.RateLimiting;

/// <summary>A decision as a lease for ASP.NET Core's middleware. A permit is never returned.</summary>
internal sealed class BucketLease : RateLimitLease
{
    /// <summary>Not acquired, because no bucket has been asked yet.</summary>
    public static readonly BucketLease Unknown = new(acquired: false, null);

    /// <summary>The lease for a path that is not rate limited.</summary>
    public static readonly BucketLease Unlimited = new(acquired: true, null);

    public BucketLease(RateLimitDecision decision)
        : this(decision.Allowed, decision)
    {
    }

    private BucketLease(bool acquired, RateLimitDecision? decision)
    {
        IsAcquired = acquired;
        Decision = decision;
    }

    public override bool IsAcquired { get; }

    /// <summary>The decision, or null if no bucket was asked.</summary>
    public RateLimitDecision? Decision { get; }

    public override IEnumerable<string> MetadataNames => Decision is null ? [] : [MetadataName.RetryAfter.Name];

    public override bool TryGetMetadata(string metadataName, [NotNullWhen(true)] out object? metadata)
    {
        metadata = Decision is not null && metadataName == MetadataName.RetryAfter.Name
            ? TimeSpan.FromSeconds(Decision.RetryAfterSeconds)
            : null;
        return metadata is not null;
    }
}
