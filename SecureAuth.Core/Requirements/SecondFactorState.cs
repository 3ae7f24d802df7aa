namespace SecureAuth.Core.Requirements;

/// <summary>What <see cref="SecondFactorRule"/> means for a user who has no authenticator app.</summary>
public enum SecondFactorState
{
    /// <summary>The user need not have a second factor.</summary>
    NotRequired,

    /// <summary>The user must have a second factor, and has a passkey.</summary>
    Passkey,

    /// <summary>
    /// The same, but passkeys are switched off. The passkey still counts: if it did not, whoever knows the password could set up
    /// another second factor.
    /// </summary>
    PasskeySwitchedOff,

    /// <summary>The user must have a second factor, and has none.</summary>
    Missing,
}

public static class SecondFactorStates
{
    /// <summary>Whether the user has a passkey that counts as a second factor.</summary>
    public static bool HasPasskey(this SecondFactorState state) =>
        state is SecondFactorState.Passkey or SecondFactorState.PasskeySwitchedOff;
}
