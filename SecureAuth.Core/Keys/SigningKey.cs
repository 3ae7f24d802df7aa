namespace SecureAuth.Core.Keys;

/// <summary>An ES256 key as it is stored in Postgres. All times come from the clock of Postgres.</summary>
public sealed class SigningKey
{
    /// <summary>The <c>kid</c>: the RFC 7638 thumbprint of the public key.</summary>
    public required string KeyId { get; init; }

    /// <summary>The public key as a DER SubjectPublicKeyInfo.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>The PKCS #8 private key, encrypted by Data Protection for the purpose "signing key" and this kid.</summary>
    public required byte[] ProtectedPrivateKey { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>
    /// The time from which the key signs tokens. It is later than the publication of the key, so that caches have it first.
    /// </summary>
    public DateTimeOffset ActivatesAt { get; init; }

    /// <summary>The time from which the key's tokens are rejected, or null while the key has not been replaced.</summary>
    public DateTimeOffset? RetiresAt { get; set; }
}
