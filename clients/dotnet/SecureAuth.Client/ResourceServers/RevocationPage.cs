namespace SecureAuth.Client;

/// <summary>Sessions whose access tokens must no longer be accepted.</summary>
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
public sealed record RevocationPage(
    string Cursor,
    bool Reset,
    bool More,
    long Epoch,
    IReadOnlyList<RevokedSession> Sessions,
    string? FirstSession = null) : SecureAuthMessage;

/// <summary>A session that has ended.</summary>
/// <param name="Id">The session's id, the <c>sid</c> claim of its tokens.</param>
/// <param name="RevokedAt">When it ended. Its last access token has expired 70 minutes later.</param>
public sealed record RevokedSession(string Id, DateTimeOffset RevokedAt) : SecureAuthMessage;
