using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using StackExchange.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Names the Redis key of the revocations after the very server that holds them: its identifier, the database's, and the
/// moment at which the server started. None of them is a row, so a dump, a copied folder or a restored backup that runs on
/// the same Redis has a key of its own, and cannot vouch for what it does not know. A restart and a failover change the name
/// too: the copier then begins anew, and Postgres answers until it is done.
/// </summary>
internal static class RevocationKey
{
    /// <summary>An expression, so that the copier reads it in the same statement as the revocations.</summary>
    public static readonly SqlFragment Server = new(
        """
        (SELECT system_identifier::text FROM pg_control_system())
            || ':' || (SELECT oid::text FROM pg_database WHERE datname = current_database())
            || ':' || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint::text
        """);

    public static async Task<RedisKey> ReadAsync(AuthDbContext db, CancellationToken cancellationToken = default)
    {
        var query = SqlFragment.In($"""SELECT {Server} AS "Value" """);
        return Of((await db.Database.SqlQuery<string>(query).ToListAsync(cancellationToken))[0]);
    }

    /// <summary>The braces keep it in one cluster slot.</summary>
    public static RedisKey Of(string server) => $"secureauth:{{revocations:{server}}}:sessions";
}
