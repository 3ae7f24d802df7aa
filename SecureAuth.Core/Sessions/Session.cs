using System.Net;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// A signed-in device, which corresponds to one family of refresh tokens. All times come from the clock of Postgres. The row
/// contains hashes of the current token and its predecessor, but never a usable token.
/// </summary>
public sealed class Session
{
    /// <summary>
    /// The <c>sid</c> claim. It is a UUIDv7 with Postgres's time at the sign-in, so that a session can be compared with the
    /// revocation epoch without reading its row.
    /// </summary>
    public Guid Id { get; init; }

    /// <summary>
    /// Null after the account has been deleted. The row stays until the purge, so that every replica learns of the revocation.
    /// </summary>
    public Guid? UserId { get; init; }

    /// <summary>Equal to the time inside <see cref="Id"/>.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The time of the sign-in: the <c>auth_time</c> claim, which refreshes do not change.</summary>
    public DateTimeOffset AuthenticatedAt { get; set; }

    public DateTimeOffset LastUsedAt { get; set; }

    /// <summary>The end of the idle lifetime. A refresh extends it, but never beyond <see cref="AbsoluteExpiresAt"/>.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset AbsoluteExpiresAt { get; init; }

    /// <summary>The number of rotations.</summary>
    public int Generation { get; set; }

    /// <summary>
    /// The SHA-256 hash of the current token. A fast hash is sufficient, because the token has 256 random bits.
    /// </summary>
    public required byte[] TokenHash { get; set; }

    /// <summary>
    /// The SHA-256 hash of the previous token, which gets the same successor again within the grace period.
    /// </summary>
    public byte[]? PreviousTokenHash { get; set; }

    public DateTimeOffset? RotatedAt { get; set; }

    /// <summary>
    /// Whether the current token was issued as a cookie by a refresh, so that the tabs of a browser may share it for the grace
    /// period. A token that a client holds itself is rotated whenever it is used, whoever sends it in a cookie.
    /// </summary>
    public bool TokenInCookie { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public RevocationReason? RevokedReason { get; set; }

    /// <summary>
    /// The transaction that revoked the session. With it, the copier to Redis finds all revocations that were committed since the
    /// last copy, regardless of the order of the commits.
    /// </summary>
    public ulong? RevokedXid { get; set; }

    /// <summary>The authentication methods of the sign-in: the <c>amr</c> claim (RFC 8176).</summary>
    public required string[] AuthenticationMethods { get; set; }

    /// <summary>The device, which may have been forgotten since the sign-in. Sessions of older versions have none.</summary>
    public Guid? DeviceId { get; init; }

    public string? DeviceName { get; init; }

    public string? UserAgent { get; init; }

    public IPAddress? Address { get; init; }
}
