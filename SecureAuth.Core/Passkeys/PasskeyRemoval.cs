namespace SecureAuth.Core.Passkeys;

/// <summary>The outcome of removing a passkey.</summary>
public enum PasskeyRemoval
{
    Removed,
    NotFound,

    /// <summary>The account has no password and no other passkey, so nobody could sign in to it any more.</summary>
    LastWayIn,

    /// <summary>The user must have a second factor, and this passkey is the only one.</summary>
    LastSecondFactor,
}
