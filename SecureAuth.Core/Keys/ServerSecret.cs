namespace SecureAuth.Core.Keys;

/// <summary>A random key of 32 bytes that only the server knows, one a purpose, encrypted by Data Protection.</summary>
public sealed class ServerSecret
{
    public required string Purpose { get; init; }

    public required byte[] ProtectedKey { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
