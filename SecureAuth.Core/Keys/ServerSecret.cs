namespace SecureAuth.Core.Keys;

/// <summary>
/// A random key of 32 bytes that only the server knows, encrypted by Data Protection. There is one for each purpose.
/// </summary>
public sealed class ServerSecret
{
    public required string Purpose { get; init; }

    public required byte[] ProtectedKey { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
