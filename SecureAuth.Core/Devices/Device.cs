namespace SecureAuth.Core.Devices;

/// <summary>
/// A device that has signed in to an account. It carries a device token, which is derived from the id and a key of the server, so
/// neither the token nor a hash of it is stored. All times come from the clock of Postgres.
/// </summary>
public sealed class Device
{
    /// <summary>The least recently used device is forgotten when another one signs in.</summary>
    public const int MaximumPerUser = 10;

    public const int NameLength = 100;

    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>The last name that the client gave to the device.</summary>
    public string? Name { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last sign-in.</summary>
    public DateTimeOffset LastUsedAt { get; set; }

    /// <summary>Set when the device is locked. Afterwards its token is no better than none.</summary>
    public DateTimeOffset? KnownUntil { get; set; }
}
