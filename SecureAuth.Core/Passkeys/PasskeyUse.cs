namespace SecureAuth.Core.Passkeys;

/// <summary>The outcome of using a passkey whose signature is valid.</summary>
public enum PasskeyUse
{
    Used,

    /// <summary>The counter did not increase: there may be a copy of the authenticator.</summary>
    CounterWentBack,

    /// <summary>The passkey was removed in the meantime.</summary>
    Removed,
}
