namespace SecureAuth.Core.Sessions;

/// <summary>Whether a genuine access token is still accepted.</summary>
public enum TokenStanding
{
    Accepted,

    /// <summary>The session of the token has ended.</summary>
    Revoked,

    /// <summary>
    /// The roles of the user have changed since. The session goes on, and a refresh returns a token with the new ones.
    /// </summary>
    Outdated,
}
