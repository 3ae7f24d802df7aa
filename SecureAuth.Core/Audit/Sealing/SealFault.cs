namespace SecureAuth.Core.Audit.Sealing;

/// <summary>Why the last seal must not be followed by another one.</summary>
public enum SealFault
{
    None = 0,

    /// <summary>Its master key is not configured here.</summary>
    KeyMissing = 1,

    /// <summary>Nobody with the master key has made it.</summary>
    Forged = 2,

    /// <summary>It claims ids that no row has had yet, so the next rows would never be sealed.</summary>
    BeyondRows = 3,
}
