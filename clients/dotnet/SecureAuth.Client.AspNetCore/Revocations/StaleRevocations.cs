namespace SecureAuth.Client.AspNetCore;

/// <summary>What a service does with a valid token while it cannot know who has signed out.</summary>
public enum StaleRevocations
{
    /// <summary>
    /// It refuses the request with 503 and <c>Retry-After</c>: a sign-out counts, whatever is down. Not with 401, because the
    /// client would sign its user out.
    /// </summary>
    Refuse,

    /// <summary>
    /// It accepts the token, as a service without the feed would: a sign-out may then take effect as late as the token expires.
    /// </summary>
    Accept,
}
