namespace SecureAuth.Core.Accounts;

/// <summary>
/// An address that may register. There is at most one invitation for an address, and the row goes when it is used: what remains
/// is the account.
/// </summary>
public sealed class Invitation
{
    public Guid Id { get; init; }

    /// <summary>The address as it was typed.</summary>
    public required string Email { get; init; }

    public required string NormalizedEmail { get; init; }

    /// <summary>The role that the account gets, which only an operator can promise.</summary>
    public Guid? RoleId { get; init; }

    /// <summary>The user who invited, or null for an operator.</summary>
    public Guid? InvitedBy { get; init; }

    /// <summary>The hash of the hash of the token: the function that uses the token up takes the hash.</summary>
    public required byte[] TokenHash { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; set; }
}
