using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Passkeys;

/// <summary>A credential whose registration was verified.</summary>
public sealed record NewPasskey(
    byte[] CredentialId, byte[] PublicKey, long SignCount, string[] Transports, bool BackupEligible, bool BackedUp)
    : Confidential;
