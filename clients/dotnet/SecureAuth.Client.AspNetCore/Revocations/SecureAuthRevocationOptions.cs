namespace SecureAuth.Client.AspNetCore;

/// <summary>The settings of a service that verifies access tokens by itself and hears of sign-outs from the server.</summary>
public sealed class SecureAuthRevocationOptions
{
    /// <summary>The longest wait that the server accepts.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(25);

    /// <summary>What two questions, one after the other, may take beside their waits.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(3);

    /// <summary>The origin of the server, such as <c>https://auth.example.com</c>.</summary>
    public Uri? Address { get; set; }

    /// <summary>Whether <see cref="Address"/> may be <c>http</c>. The secret is then readable on the way.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>The <c>OAuth__Clients__0__Id</c> of the server's configuration.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>The secret whose hash is there.</summary>
    public string ClientSecret { get; set; } = "";

    /// <summary>
    /// How long the server holds a question open while there is nothing to report, in whole seconds. It bounds how soon a dead
    /// connection is noticed, and not how soon a sign-out is: that is reported at once.
    /// </summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// For how long the last answer of the server is trusted, from the moment that it was asked for: at least twice <see
    /// cref="Wait"/> and three seconds more. Until it has passed, a service that is cut off from the server accepts the tokens of
    /// those who signed out since.
    /// </summary>
    public TimeSpan StaleAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What happens to valid tokens after <see cref="StaleAfter"/>.</summary>
    public StaleRevocations WhenStale { get; set; } = StaleRevocations.Refuse;

    internal void Validate()
    {
        ServerAddress.Check(Address, AllowHttp);
        ArgumentException.ThrowIfNullOrEmpty(ClientId);
        ArgumentException.ThrowIfNullOrEmpty(ClientSecret);
        ArgumentOutOfRangeException.ThrowIfLessThan(Wait, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Wait, LongestWait);
        ArgumentOutOfRangeException.ThrowIfLessThan(StaleAfter, (2 * Wait) + Slack);
    }
}
