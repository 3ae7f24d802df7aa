namespace SecureAuth.Core.SecondFactor;

/// <summary>A sign-in whose password was right and that still needs a code. Times are by the clock of Postgres.</summary>
public sealed class SecondFactorChallenge
{
    /// <summary>SHA-256 of the temporary token.</summary>
    public required byte[] TokenHash { get; init; }

    public Guid UserId { get; init; }

    /// <summary>As it was when the password was checked: a password change ends the challenge too.</summary>
    public required string SecurityStamp { get; init; }

    public string? DeviceName { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How many codes were let in, each counted before it was looked at.</summary>
    public int Attempts { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}
