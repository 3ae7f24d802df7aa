namespace SecureAuth.Core.Sessions.Feed;

/// <summary>A session that has been ended.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="RevokedAt">The time by the clock of Postgres.</param>
/// <param name="Transaction">The transaction that ended it.</param>
public readonly record struct FeedEntry(Guid SessionId, DateTime RevokedAt, ulong Transaction);
