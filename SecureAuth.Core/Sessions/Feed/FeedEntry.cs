namespace SecureAuth.Core.Sessions.Feed;

/// <summary>A session that has been ended, or a user whose roles have changed.</summary>
/// <param name="Id">The session or the user.</param>
/// <param name="At">The time by the clock of Postgres.</param>
/// <param name="Transaction">The transaction of the change.</param>
/// <param name="RolesVersion">The new version of the user's roles, or null for a session.</param>
public readonly record struct FeedEntry(Guid Id, DateTime At, ulong Transaction, long? RolesVersion);
