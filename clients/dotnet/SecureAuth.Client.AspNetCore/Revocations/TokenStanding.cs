namespace SecureAuth.Client.AspNetCore;

/// <summary>What the revocations say about a token.</summary>
internal enum TokenStanding
{
    /// <summary>Its session has not ended and its roles have not changed, as far as an answer of the last seconds goes.</summary>
    Live,

    /// <summary>Its session has ended.</summary>
    Revoked,

    /// <summary>The roles of its user have changed since.</summary>
    Outdated,

    /// <summary>Nothing has been heard for too long.</summary>
    Unknown,
}
