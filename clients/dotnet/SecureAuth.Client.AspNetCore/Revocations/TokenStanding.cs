namespace SecureAuth.Client.AspNetCore;

/// <summary>What the revocations say about a token.</summary>
internal enum TokenStanding
{
    /// <summary>Its session has not ended, as far as an answer of the last seconds goes.</summary>
    Live,

    /// <summary>Its session has ended.</summary>
    Revoked,

    /// <summary>Nothing has been heard for too long.</summary>
    Unknown,
}
