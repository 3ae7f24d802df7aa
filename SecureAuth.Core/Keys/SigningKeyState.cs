namespace SecureAuth.Core.Keys;

/// <summary>What a signing key is used for at present.</summary>
public enum SigningKeyState
{
    /// <summary>It is published and does not sign yet.</summary>
    Announced,

    Signing,

    /// <summary>It has been replaced, and its last tokens have not expired.</summary>
    Verifying,

    /// <summary>Its tokens are rejected.</summary>
    Retired,
}
