namespace SecureAuth.Core.SecondFactor;

/// <summary>
/// A sign-in with a correct password that still needs a second factor, or its set-up. All times come from the clock of Postgres.
/// </summary>
public sealed class SecondFactorChallenge
{
    /// <summary>The SHA-256 hash of the temporary token, or of the set-up token.</summary>
    public required byte[] TokenHash { get; init; }

    public ChallengePurpose Purpose { get; init; }

    public Guid UserId { get; init; }

    /// <summary>The stamp at the time of the password check, so that a password change invalidates the challenge.</summary>
    public required string SecurityStamp { get; init; }

    public string? DeviceName { get; init; }

    /// <summary>The known device that sent the password, or null.</summary>
    public Guid? DeviceId { get; init; }

    /// <summary>The time of the password check.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The number of attempted codes. Each is counted before it is checked.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}
