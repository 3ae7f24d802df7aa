using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Passkeys;

/// <summary>A stored passkey that somebody presents, with what a sign-in needs to know of its user.</summary>
public sealed record PresentedPasskey(
    byte[] CredentialId,
    byte[] PublicKey,
    bool BackupEligible,
    Guid UserId,
    string NormalizedEmail,
    string SecurityStamp,
    bool IsActive,
    bool EmailVerified) : Confidential;
