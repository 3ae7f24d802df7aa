namespace SecureAuth.Core.RateLimiting;

/// <summary>
/// The rate-limit policies, each per client address except for <see cref="Client"/>. <see cref="RateLimitOptions"/> contains the
/// limits.
/// </summary>
public enum RateLimitPolicy
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
