namespace SecureAuth.Api.RateLimiting;

/// <summary>The rate-limit policies, each per client address. <see cref="RateLimitOptions"/> contains the limits.</summary>
internal enum RateLimitPolicy
{
    /// <summary>The policy of every endpoint under <c>/api</c> that does not name another one.</summary>
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
    Export,
}

internal static class RateLimitPolicyExtensions
{
    /// <summary>The policy's name in headers, Redis keys, metrics and audit rows, such as <c>second_factor</c>.</summary>
    public static string WireName(this RateLimitPolicy policy) => Core.Telemetry.WireName.Of(policy);

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
