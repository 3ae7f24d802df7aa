namespace SecureAuth.Client;

/// <summary>How a session keeps its access token valid.</summary>
public sealed class SecureAuthSessionOptions
{
    /// <summary>
    /// How long before its end an access token is replaced, beside the requests and without making them wait. At most a fifth of
    /// its lifetime.
    /// </summary>
    public TimeSpan RefreshBefore { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long one attempt to refresh may take. If a response is lost, only a further attempt within the server's
    /// <c>Sessions__RefreshGrace</c> (ten seconds) can still get the tokens, so all attempts should fit into it.
    /// </summary>
    public TimeSpan RefreshTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a refresh is tried before its requests fail. The next request tries again.</summary>
    public int RefreshAttempts { get; set; } = 3;
}
