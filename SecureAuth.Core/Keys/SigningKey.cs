namespace SecureAuth.Core.Keys;

/// <summary>An ES256 key as Postgres holds it. Times are by the clock of Postgres.</summary>
public sealed class SigningKey
{
    /// <summary>The <c>kid</c>: the RFC 7638 thumbprint of the public key.</summary>
    public required string KeyId { get; init; }

    /// <summary>The public key as a DER SubjectPublicKeyInfo.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>The PKCS #8 private key, encrypted by Data Protection for the purpose "signing key" and this kid alone.</summary>
    public required byte[] ProtectedPrivateKey { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when it signs: later than it is published, so that caches have it first.</summary>
    public DateTimeOffset ActivatesAt { get; init; }

    /// <summary>From when its tokens are refused; null while nothing has replaced it.</summary>
    public DateTimeOffset? RetiresAt { get; set; }
}
