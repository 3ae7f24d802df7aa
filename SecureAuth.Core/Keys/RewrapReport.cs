namespace SecureAuth.Core.Keys;

/// <summary>What was moved, or with a dry run would be.</summary>
/// <param name="RingElements">Now under the newest master key.</param>
/// <param name="SigningKeys">Now under the ring's current key, as the next two.</param>
/// <param name="ServerSecrets">Those of the server.</param>
/// <param name="TotpSecrets">Those of users whose authenticator is in force.</param>
/// <param name="Unreadable">Left as they were, since nothing that is configured opens them.</param>
/// <param name="Before">The need of master keys before the run.</param>
/// <param name="After">The same after it.</param>
public sealed record RewrapReport(
    int RingElements,
    int SigningKeys,
    int ServerSecrets,
    int TotpSecrets,
    int Unreadable,
    MasterKeyReport Before,
    MasterKeyReport After)
{
    public bool HasChanges => RingElements + SigningKeys + ServerSecrets + TotpSecrets > 0;
}
