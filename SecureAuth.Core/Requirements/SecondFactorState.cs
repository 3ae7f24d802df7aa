namespace SecureAuth.Core.Requirements;

/// <summary>What <see cref="SecondFactorRule"/> means for a user who has no authenticator app.</summary>
public enum SecondFactorState
{
    /// <summary>The user need not have a second factor.</summary>
    NotRequired,

    /// <summary>The user must have a second factor, and has a passkey.</summary>
    Passkey,

    /// <summary>The user must have a second factor, and has none.</summary>
    Missing,
}
