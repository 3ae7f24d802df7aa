namespace SecureAuth.Core.Accounts;

/// <summary>A username that is taken or reserved.</summary>
public sealed class HeldUsername
{
    /// <summary>See <see cref="Username.KeyOf"/>.</summary>
    public required string Key { get; init; }

    /// <summary>The name in lower case, or null if it is reserved.</summary>
    public string? Name { get; set; }

    public Guid? UserId { get; set; }

    /// <summary>
    /// When anybody can take the name, if it is reserved: somebody registered with it and an address that has an account. A new
    /// account that is never verified would hold it for as long.
    /// </summary>
    public DateTimeOffset? ReservedUntil { get; set; }

    /// <summary>
    /// The account with that address, which can take the name before: whoever registers twice would otherwise be kept from a name
    /// of the user's own.
    /// </summary>
    public Guid? ReservedFor { get; set; }
}
