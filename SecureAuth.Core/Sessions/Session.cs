using System.Net;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// One signed-in device, which is one family of refresh tokens. All times are by the clock of Postgres. The row holds
/// hashes of the current token and of its predecessor, never a token that could be used.
/// </summary>
public sealed class Session
{
    /// <summary>
    /// The <c>sid</c> claim: a UUIDv7 whose time is Postgres's at the sign-in, so that a token's session can be compared
    /// with the revocation epoch without asking for the row.
    /// </summary>
    public Guid Id { get; init; }

    public Guid UserId { get; init; }

    /// <summary>Equal to the time inside <see cref="Id"/>.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When credentials were last checked: the <c>auth_time</c> claim, kept through refreshes.</summary>
    public DateTimeOffset AuthenticatedAt { get; set; }

    public DateTimeOffset LastUsedAt { get; set; }

    /// <summary>The end of the idle lifetime; a refresh moves it, never past <see cref="AbsoluteExpiresAt"/>.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset AbsoluteExpiresAt { get; init; }

    /// <summary>How many rotations there were.</summary>
    public int Generation { get; set; }

    /// <summary>SHA-256 of the one live token; fast is right for 256 random bits.</summary>
    public required byte[] TokenHash { get; set; }

    /// <summary>SHA-256 of the token that was rotated last; within the grace it gets the same successor again.</summary>
    public byte[]? PreviousTokenHash { get; set; }

    public DateTimeOffset? RotatedAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public RevocationReason? RevokedReason { get; set; }

    /// <summary>
    /// The transaction that revoked it, so that the copier to Redis finds what was committed since it last looked,
    /// whatever order transactions commit in.
    /// </summary>
    public ulong? RevokedXid { get; set; }

    /// <summary>The authentication methods of the sign-in: the <c>amr</c> claim (RFC 8176).</summary>
    public required string[] AuthenticationMethods { get; set; }

    public string? DeviceName { get; init; }

    public string? UserAgent { get; init; }

    public IPAddress? Address { get; init; }
}
