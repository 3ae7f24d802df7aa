using StackExchange.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>A page of the revocations, read from PostgreSQL in one snapshot.</summary>
/// <param name="Server">Identifies the PostgreSQL server (<see cref="RevocationKey"/>).</param>
/// <param name="Cursor">Where the next read has to start so that it misses nothing, if this is its first page.</param>
/// <param name="Epoch">All sessions that were created up to this time have ended.</param>
/// <param name="Sessions">The sessions that have ended individually.</param>
/// <param name="Roles">The users whose roles have changed.</param>
/// <param name="Last">The last one of the page, or null if there are no more.</param>
internal sealed record Revocations(
    RedisKey Server,
    ulong Cursor,
    DateTimeOffset Epoch,
    IReadOnlyCollection<Guid> Sessions,
    IReadOnlyCollection<RolesVersion> Roles,
    RevocationPosition? Last = null);
