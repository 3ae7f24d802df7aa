using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Determines which master keys the key ring and the seals of the audit need. The secrets that the ring encrypts need no master
/// key of their own.
/// </summary>
public sealed class MasterKeyUsage(AuthDbContext db, MasterKeys keys)
{
    private const int MaxSeals = 10_000;

    public async Task<MasterKeyReport> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await db.DataProtectionKeys.AsNoTracking().TagWith("find key ring")
            .Select(row => row.Xml).ToListAsync(cancellationToken);
        var elements = rows.ConvertAll(xml => RingElement.Read(xml, keys));
        var needed = elements.OfType<RingElement.Opened>().CountBy(element => element.Key.Fingerprint)
            .ToDictionary(StringComparer.Ordinal);
        var seals = await CountSealsAsync(cancellationToken);
        var configured = keys.All.Select(key => new MasterKeyState(
            key.Fingerprint, IsConfigured: true, key == keys.Newest, needed.GetValueOrDefault(key.Fingerprint),
            seals.GetValueOrDefault(key.Fingerprint)));
        var lacking = elements.OfType<RingElement.NeedsKey>().CountBy(element => element.Fingerprint)
            .ToDictionary(StringComparer.Ordinal);
        var missing = lacking.Keys.Union(seals.Keys.Where(key => keys.Find(key) is null), StringComparer.Ordinal)
            .Select(key => new MasterKeyState(
                key, IsConfigured: false, IsNewest: false, lacking.GetValueOrDefault(key), seals.GetValueOrDefault(key)));
        return new MasterKeyReport([.. configured, .. missing], elements.Count(element => element is RingElement.Refused));
    }

    /// <summary>
    /// Finds the keys one after the other in the index, because an installation may have millions of seals, and counts no more
    /// than anybody needs to know.
    /// </summary>
    private async Task<Dictionary<string, int>> CountSealsAsync(CancellationToken cancellationToken)
    {
        var counts = await db.Database.SqlQuery<SealsOfKey>(
            $"""
            -- count seals
            WITH RECURSIVE keys AS (
                (SELECT key FROM audit_seals WHERE key > '' ORDER BY key LIMIT 1)
                UNION ALL
                SELECT (SELECT s.key FROM audit_seals s WHERE s.key > k.key ORDER BY s.key LIMIT 1)
                FROM keys k WHERE k.key IS NOT NULL)
            SELECT k.key, (
                SELECT count(*)::int FROM (SELECT FROM audit_seals s WHERE s.key = k.key LIMIT {MaxSeals}) counted) AS count
            FROM keys k WHERE k.key IS NOT NULL
            UNION ALL
            SELECT key, 1 FROM audit_beginning
            """).ToListAsync(cancellationToken);
        return counts.GroupBy(seals => seals.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(seals => seals.Count), StringComparer.Ordinal);
    }

    private sealed record SealsOfKey(string Key, int Count);
}
