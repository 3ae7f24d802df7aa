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
    /// When the reservation ends. A registration with a taken address reserves its username, so that the response does not
    /// reveal the account.
    /// </summary>
    public DateTimeOffset? ReservedUntil { get; set; }

    /// <summary>The account with that address, which may claim the name earlier.</summary>
    public Guid? ReservedFor { get; set; }
}
