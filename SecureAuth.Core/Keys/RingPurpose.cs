namespace SecureAuth.Core.Keys;

/// <summary>
/// The kind of a secret and its owner. Both are bound to the ciphertext, so that the secrets of two rows cannot be swapped.
/// </summary>
internal readonly record struct RingPurpose
{
    private RingPurpose(string name, string subject) => (Name, Subject) = (name, subject);

    /// <summary>Encrypts an empty secret, of which only the header is used.</summary>
    public static RingPurpose Header { get; } = new("SecureAuth.Header", "");

    public string Name { get; }

    public string Subject { get; }

    public static RingPurpose SigningKey(string keyId) => new("SecureAuth.SigningKey", keyId);

    public static RingPurpose ServerSecret(string purpose) => new("SecureAuth.ServerSecret", purpose);

    public static RingPurpose Totp(Guid userId) => new("SecureAuth.Totp", userId.ToString("N"));
}
