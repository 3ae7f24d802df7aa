using Microsoft.AspNetCore.Authentication;

namespace SecureAuth.Client.AspNetCore;

/// <summary>The settings of a service that asks the server about every access token.</summary>
public sealed class SecureAuthIntrospectionOptions : AuthenticationSchemeOptions
{
    /// <summary>The origin of the server, such as <c>https://auth.example.com</c>.</summary>
    public Uri? Address { get; set; }

    /// <summary>Whether <see cref="Address"/> may be <c>http</c>. Tokens and the secret are then readable on the way.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>The <c>OAuth__Clients__0__Id</c> of the server's configuration.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret whose hash is there.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>The <c>Tokens__Audience</c> of the server. Tokens for another audience are refused.</summary>
    public string Audience { get; set; } = "";

    /// <summary>
    /// The <c>Tokens__Issuer</c> of the server, or empty. If it is set, tokens that name another issuer are refused without a
    /// call.
    /// </summary>
    public string Issuer { get; set; } = "";

    /// <summary>
    /// How long an answer is used again, at most a second: longer than this, a token may outlive the sign-out of its user.
    /// </summary>
    public TimeSpan CacheLifetime { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many answers are kept at most. Beyond it the oldest is forgotten, which costs a call.</summary>
    public int CacheSize { get; set; } = 10_000;

    /// <summary>How many calls are open at most. Requests beyond it wait, as long as <see cref="Timeout"/>.</summary>
    public int ConcurrentCalls { get; set; } = 64;

    /// <summary>How long the server may take. A request whose token it does not judge in this time is refused with 503.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        ServerAddress.Check(Address, AllowHttp);
        ArgumentException.ThrowIfNullOrEmpty(ClientId);
        ArgumentException.ThrowIfNullOrEmpty(ClientSecret);
        ArgumentException.ThrowIfNullOrEmpty(Audience);
        ArgumentOutOfRangeException.ThrowIfLessThan(CacheLifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(CacheLifetime, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(CacheSize, 1);
        ArgumentNullException.ThrowIfNull(Issuer);
        ArgumentOutOfRangeException.ThrowIfLessThan(ConcurrentCalls, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero);
    }
}
