using Microsoft.EntityFrameworkCore;

namespace SecureAuth.Core.Data;

/// <summary>The instances of the API that run now.</summary>
public static class Replicas
{
    /// <summary>The condition on the row <c>o</c> of an instance that runs: one of its last three renewals succeeded.</summary>
    internal static readonly SqlFragment IsRunning = new("o.seen_at > now() - interval '15 seconds'");

    /// <returns>How many instances run, and how many of them without Redis.</returns>
    public static async Task<(int Running, int WithoutRedis)> CountAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);

        var rows = await db.Database.SqlQuery<Counts>(
            SqlFragment.Inline($"""
            -- count replicas
            SELECT count(*)::int AS running, (count(*) FILTER (WHERE NOT o.uses_redis))::int AS without_redis
            FROM replicas o WHERE {IsRunning}
            """)).ToListAsync(cancellationToken);
        return (rows[0].Running, rows[0].WithoutRedis);
    }

    private sealed record Counts(int Running, int WithoutRedis);
}
