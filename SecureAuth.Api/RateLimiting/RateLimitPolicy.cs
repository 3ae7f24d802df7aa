namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// The rate-limit policies, each per client address except for <see cref="Client"/>. <see cref="RateLimitOptions"/> contains the
/// limits.
/// </summary>
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

    /// <summary>The calls of a service, per service: all its instances may share an address with others.</summary>
    Client,

    /// <summary>
    /// The same calls with missing or wrong credentials. They count for the address, so that nobody can use up the permits of a
    /// service whose id is known.
    /// </summary>
    ClientAuthentication,
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
