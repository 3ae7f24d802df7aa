namespace SecureAuth.Core.SecondFactor;

/// <summary>One of ten codes that stand in for a lost authenticator. Using it removes the row.</summary>
public sealed class RecoveryCode
{
    public Guid UserId { get; init; }

    /// <summary>A keyed hash over the user and the code.</summary>
    public required byte[] CodeHash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}
