namespace SecureAuth.Api.RateLimiting;

/// <summary>The closed list of limits, each per client address. Their numbers are in <see cref="RateLimitOptions"/>.</summary>
internal enum RateLimitPolicy
{
    /// <summary>What an endpoint under <c>/api</c> has if it names no other.</summary>
    Default,
    Register,
    Login,
    SecondFactor,
    Refresh,
    PasswordForgot,
    PasswordReset,
    EmailResend,
    EmailVerify,
    Passkey,
}

internal static class RateLimitPolicyExtensions
{
    /// <summary>The policy's name on the wire, in keys, metrics and audit rows: <c>second_factor</c>.</summary>
    public static string WireName(this RateLimitPolicy policy) => Core.Telemetry.WireName.Of(policy);

    /// <summary>Puts an endpoint, or a group of them, under another policy than <see cref="RateLimitPolicy.Default"/>.</summary>
    public static TBuilder LimitedBy<TBuilder>(this TBuilder builder, RateLimitPolicy policy)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new LimitedByAttribute(policy));
}

/// <summary>The endpoint metadata behind <see cref="RateLimitPolicyExtensions.LimitedBy"/>; the last one wins.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LimitedByAttribute(RateLimitPolicy policy) : Attribute
{
    public RateLimitPolicy Policy { get; } = policy;
}
