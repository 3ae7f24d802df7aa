namespace SecureAuth.Core.Sessions.Feed;

/// <summary>Revocations that were read from PostgreSQL in one snapshot.</summary>
/// <param name="Server">The name of the PostgreSQL server, as in a cursor.</param>
/// <param name="Seen">The snapshot.</param>
/// <param name="Epoch">All sessions that were created up to this time have ended.</param>
/// <param name="Entries">The sessions that have ended individually, and the users whose roles have changed.</param>
/// <param name="Last">The last one that was read, or null if there are no more.</param>
internal sealed record FeedRead(
    string Server,
    TransactionSnapshot Seen,
    DateTimeOffset Epoch,
    IReadOnlyList<FeedEntry> Entries,
    RevocationPosition? Last);
