using SecureAuth.Core.RateLimiting;

namespace SecureAuth.Api.RateLimiting;

internal static class RateLimitPolicyExtensions
{
    /// <summary>Applies a policy other than <see cref="RateLimitPolicy.Default"/> to an endpoint or a group.</summary>
    public static TBuilder LimitedBy<TBuilder>(this TBuilder builder, RateLimitPolicy policy)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new LimitedByAttribute(policy));
}

/// <summary>The endpoint metadata of <see cref="RateLimitPolicyExtensions.LimitedBy"/>. The last one applies.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LimitedByAttribute(RateLimitPolicy policy) : Attribute
{
    public RateLimitPolicy Policy { get; } = policy;
}
