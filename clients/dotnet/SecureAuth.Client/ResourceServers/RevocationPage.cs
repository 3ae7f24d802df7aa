namespace SecureAuth.Client;

/// <summary>Access tokens that must no longer be accepted: those of sessions, and those with former roles of users.</summary>
/// <param name="Cursor">Where the next page begins.</param>
/// <param name="Reset">
/// Whether a new list begins with this page. Keep the old one until a page without <paramref name="More"/> completes it.
/// </param>
/// <param name="More">Whether there is another page already.</param>
/// <param name="Epoch">In Unix seconds: tokens that were issued before it are revoked. Prefer the first session.</param>
/// <param name="Sessions">The sessions, in any order and perhaps more than once.</param>
/// <param name="FirstSession">
/// All sessions with a lower id are revoked. Compare the lower-case texts by ordinal, because ids begin with a time.
/// </param>
/// <param name="Roles"> The users whose roles have changed, in any order. Of several entries for a user, the highest version
/// counts. Null if the server is older than this member.
/// </param>
public sealed record RevocationPage(
    string Cursor,
    bool Reset,
    bool More,
    long Epoch,
    IReadOnlyList<RevokedSession> Sessions,
    string? FirstSession = null,
    IReadOnlyList<ChangedRoles>? Roles = null) : SecureAuthMessage;

/// <summary>A session that has ended.</summary>
/// <param name="Id">The session's id, the <c>sid</c> claim of its tokens.</param>
/// <param name="RevokedAt">When it ended. Its last access token has expired 70 minutes later.</param>
public sealed record RevokedSession(string Id, DateTimeOffset RevokedAt) : SecureAuthMessage;

/// <summary>A user whose roles have changed. The sessions go on; a refresh returns a token with the new roles.</summary>
/// <param name="UserId">The user's id, the <c>sub</c> claim of the tokens.</param>
/// <param name="RolesVersion">
/// Tokens of the user with a lower <c>roles_version</c> contain former roles. A token without the claim has version 0.
/// </param>
/// <param name="ChangedAt">When they changed. The last token with the former ones has expired 70 minutes later.</param>
public sealed record ChangedRoles(string UserId, long RolesVersion, DateTimeOffset ChangedAt) : SecureAuthMessage;
