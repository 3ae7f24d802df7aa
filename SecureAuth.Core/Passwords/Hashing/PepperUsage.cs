using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>
/// Determines which peppers the stored hashes need. Of many users it reads a random sample of the table's pages, so that it costs
/// the same whatever their number.
/// </summary>
public sealed class PepperUsage(AuthDbContext db, IOptions<PasswordOptions> options)
{
    /// <summary>About so many users are read at most. As many hashes of bcrypt are some megabytes.</summary>
    private const int SampleSize = 50_000;

    public async Task<PepperReport> ReadAsync(CancellationToken cancellationToken)
    {
        var users = await db.Database.SqlQuery<double>(
            $"""
            -- estimate users
            SELECT GREATEST(reltuples, 0)::float8 AS "Value" FROM pg_class WHERE oid = 'public.users'::regclass
            """).ToListAsync(cancellationToken);
        var share = users[0] <= SampleSize ? 100 : 100 * SampleSize / users[0];
        var counts = await db.Database.SqlQuery<Count>(
            $"""
            -- find peppers
            SELECT substring(password_hash FROM '\$p=([0-9a-f]+)$') AS fingerprint, count(*)::int AS hashes
            FROM users TABLESAMPLE SYSTEM ({(float)share}) WHERE password_hash IS NOT NULL GROUP BY 1
            """).ToListAsync(cancellationToken);
        return Describe(counts, users[0] <= SampleSize);
    }

    private PepperReport Describe(List<Count> counts, bool isComplete)
    {
        var needed = counts.Where(count => count.Fingerprint is not null)
            .ToDictionary(count => count.Fingerprint!, count => count.Hashes, StringComparer.Ordinal);
        var configured = options.Value.Peppers.Select(base64 => new Pepper(base64).Fingerprint).ToList();
        return new PepperReport(
            [
                .. configured.Select((fingerprint, index) => new PepperState(
                    fingerprint, IsConfigured: true, IsNewest: index == 0, needed.GetValueOrDefault(fingerprint))),
                .. needed.Where(pair => !configured.Contains(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => new PepperState(pair.Key, IsConfigured: false, IsNewest: false, pair.Value)),
            ],
            counts.Sum(count => count.Hashes),
            isComplete);
    }

    /// <summary>A row of the query.</summary>
    private sealed record Count(string? Fingerprint, int Hashes);
}
