namespace SecureAuth.Core.Sessions.Feed;

/// <summary>What a consumer of the revocations gets.</summary>
/// <param name="Cursor">Where the consumer continues.</param>
/// <param name="IsReset">Whether this begins a new list.</param>
/// <param name="HasMore">Whether the list continues.</param>
/// <param name="Epoch">All sessions that were created up to this time have ended.</param>
/// <param name="Entries">The sessions that have ended individually, and the users whose roles have changed.</param>
public sealed record FeedPage(
    string Cursor, bool IsReset, bool HasMore, DateTimeOffset Epoch, IReadOnlyList<FeedEntry> Entries);
