namespace SecureAuth.Core.Keys;

/// <summary>A signing key as operators see it.</summary>
/// <param name="KeyId">The <c>kid</c>.</param>
/// <param name="State">What it is used for.</param>
/// <param name="CreatedAt">When it was generated and published.</param>
/// <param name="ActivatesAt">From when on it signs.</param>
/// <param name="RetiresAt">From when on its tokens are rejected, or null if that is not known yet.</param>
/// <param name="IsReadable">Whether the private key can be decrypted with the configured master keys.</param>
/// <param name="MasterKey">The fingerprint of the master key that it needs, or null if that cannot be told.</param>
public sealed record SigningKeyStatus(
    string KeyId,
    SigningKeyState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset ActivatesAt,
    DateTimeOffset? RetiresAt,
    bool IsReadable,
    string? MasterKey);
