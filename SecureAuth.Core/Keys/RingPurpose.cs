namespace SecureAuth.Core.Keys;

/// <summary>
/// What a secret is and whose. Both are bound to the ciphertext, so that no two rows of a table can be swapped.
/// </summary>
internal readonly record struct RingPurpose
{
    private RingPurpose(string name, string subject) => (Name, Subject) = (name, subject);

    /// <summary>Of nothing: made for what stands before it.</summary>
    public static RingPurpose Header { get; } = new("SecureAuth.Header", "");

    public string Name { get; }

    public string Subject { get; }

    public static RingPurpose SigningKey(string keyId) => new("SecureAuth.SigningKey", keyId);

    public static RingPurpose ServerSecret(string purpose) => new("SecureAuth.ServerSecret", purpose);

    public static RingPurpose Totp(Guid userId) => new("SecureAuth.Totp", userId.ToString("N"));
}
