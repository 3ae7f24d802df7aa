namespace SecureAuth.Core.Mail;

/// <summary>
/// A token that was mailed. The token itself is derived from this row and a key of the server, and the row contains only its
/// hash.
/// </summary>
public sealed class OneTimeToken
{
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    public OneTimeTokenPurpose Purpose { get; init; }

    /// <summary>
    /// The address of the account when the token was issued. The token is invalid once the account has another one, except a
    /// token that puts this address back.
    /// </summary>
    public required string NormalizedEmail { get; init; }

    /// <summary>The account's stamp when the token was issued. A new password changes the stamp.</summary>
    public required string SecurityStamp { get; init; }

    public required byte[] TokenHash { get; init; }

    /// <summary>The address, as it was typed, that the account gets by the token. Null if it keeps its own.</summary>
    public string? Email { get; init; }

    /// <summary>The session that asked for a change of the address. It goes on after the change.</summary>
    public Guid? SessionId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When the token was used or replaced by a newer one.</summary>
    public DateTimeOffset? UsedAt { get; set; }
}
