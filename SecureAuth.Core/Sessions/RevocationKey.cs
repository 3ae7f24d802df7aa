using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using StackExchange.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// The Redis key of the revocations. It contains the identifier of the Postgres server, that of the database and the start time
/// of the server. None of them is stored in a row, so a dump, a copied data directory or a restored backup that uses the same
/// Redis has its own key and cannot vouch for revocations that it does not contain. A restart or a failover changes the key too.
/// The copier then starts from the beginning, and Postgres answers until it has finished.
/// </summary>
internal static class RevocationKey
{
    /// <summary>The expression for the server. The copier reads it in the same statement as the revocations.</summary>
    public static readonly SqlFragment Server = new(
        """
        (SELECT system_identifier::text FROM pg_control_system())
            || ':' || (SELECT oid::text FROM pg_database WHERE datname = current_database())
            || ':' || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint::text
        """);

    public static async Task<RedisKey> ReadAsync(AuthDbContext db, CancellationToken cancellationToken = default)
    {
        var query = SqlFragment.Inline(
            $"""
            -- read server identity
            SELECT {Server} AS "Value"
            """);
        return Of((await db.Database.SqlQuery<string>(query).ToListAsync(cancellationToken))[0]);
    }

    /// <summary>
    /// The braces are a hash tag, which selects the slot in a Redis cluster. What follows them is not the name of earlier
    /// versions, whose copiers know nothing of roles: side by side during an upgrade, each version vouches for its own key.
    /// </summary>
    public static RedisKey Of(string server) => $"secureauth:{{revocations:{server}}}:tokens";
}
