namespace SecureAuth.Client;

/// <summary>A session of the user, as in a list of signed-in devices.</summary>
/// <param name="Id">The id, which is the <c>sid</c> claim of its access tokens.</param>
/// <param name="Current">Whether the request's own access token belongs to it.</param>
/// <param name="CreatedAt">When the user signed in.</param>
/// <param name="LastUsedAt">When it was last refreshed.</param>
/// <param name="ExpiresAt">When it ends if it is not refreshed.</param>
/// <param name="Amr">The authentication methods of the sign-in (RFC 8176).</param>
/// <param name="DeviceName">The name that was sent with the sign-in, or null.</param>
/// <param name="UserAgent">The <c>User-Agent</c> header of the sign-in, or null.</param>
/// <param name="Ip">The address from which the user signed in, or null.</param>
public sealed record UserSession(
    Guid Id,
    bool Current,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<string> Amr,
    string? DeviceName = null,
    string? UserAgent = null,
    string? Ip = null) : SecureAuthMessage;
