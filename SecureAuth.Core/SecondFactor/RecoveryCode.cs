namespace SecureAuth.Core.SecondFactor;

/// <summary>One of ten codes that replace a lost authenticator. Using a code deletes its row.</summary>
public sealed class RecoveryCode
{
    public Guid UserId { get; init; }

    /// <summary>A keyed hash of the user and the code.</summary>
    public required byte[] CodeHash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
