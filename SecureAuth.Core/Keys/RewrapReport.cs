namespace SecureAuth.Core.Keys;

/// <summary>The numbers of re-encrypted items. For a dry run, the numbers of items that would be re-encrypted.</summary>
/// <param name="RingElements">Elements that were re-encrypted under the newest master key.</param>
/// <param name="SigningKeys">Signing keys that were re-encrypted under the ring's current key.</param>
/// <param name="ServerSecrets">Server secrets that were re-encrypted under the ring's current key.</param>
/// <param name="TotpSecrets">Secrets of confirmed authenticators that were re-encrypted under the ring's current key.</param>
/// <param name="Seals">Seals of the audit that were verified and got a MAC under the newest master key.</param>
/// <param name="Unreadable">Items that were left unchanged because no configured key decrypts or verifies them.</param>
/// <param name="Before">The needed master keys before the run.</param>
/// <param name="After">The needed master keys after the run.</param>
public sealed record RewrapReport(
    int RingElements,
    int SigningKeys,
    int ServerSecrets,
    int TotpSecrets,
    int Seals,
    int Unreadable,
    MasterKeyReport Before,
    MasterKeyReport After)
{
    public bool HasChanges => RingElements + SigningKeys + ServerSecrets + TotpSecrets + Seals > 0;
}
