namespace SecureAuth.Core.Passkeys;

/// <summary>A WebAuthn credential of a user. All times come from the clock of Postgres.</summary>
public sealed class Passkey
{
    /// <summary>The most passkeys that a user can have.</summary>
    public const int MaximumPerUser = 20;

    /// <summary>In code points.</summary>
    public const int NameLength = 100;

    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>The id that the authenticator chose. No two users can have the same.</summary>
    public required byte[] CredentialId { get; init; }

    /// <summary>The public key in COSE form.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>
    /// The authenticator's counter at the last use. It only increases, unless the authenticator does not count: then it stays 0.
    /// </summary>
    public long SignCount { get; init; }

    public required string Name { get; init; }

    /// <summary>How a browser can reach the authenticator, such as <c>internal</c>, <c>hybrid</c> or <c>usb</c>.</summary>
    public required string[] Transports { get; init; }

    /// <summary>Whether the key can be copied to other devices. It never changes.</summary>
    public bool BackupEligible { get; init; }

    /// <summary>Whether the key was on other devices at the last use.</summary>
    public bool BackedUp { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }
}
