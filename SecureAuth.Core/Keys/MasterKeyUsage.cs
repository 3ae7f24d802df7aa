using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Determines which master keys the key ring needs. The secrets that the ring encrypts need no master key of their own.
/// </summary>
public sealed class MasterKeyUsage(AuthDbContext db, MasterKeys keys)
{
    public async Task<MasterKeyReport> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await db.DataProtectionKeys.AsNoTracking().TagWith("find key ring")
            .Select(row => row.Xml).ToListAsync(cancellationToken);
        var elements = rows.ConvertAll(xml => RingElement.Read(xml, keys));
        var needed = elements.OfType<RingElement.Opened>().CountBy(element => element.Key.Fingerprint)
            .ToDictionary(StringComparer.Ordinal);
        var configured = keys.All.Select(key => new MasterKeyState(
            key.Fingerprint, IsConfigured: true, key == keys.Newest, needed.GetValueOrDefault(key.Fingerprint)));
        var missing = elements.OfType<RingElement.NeedsKey>().CountBy(element => element.Fingerprint)
            .Select(group => new MasterKeyState(group.Key, IsConfigured: false, IsNewest: false, group.Value));
        return new MasterKeyReport([.. configured, .. missing], elements.Count(element => element is RingElement.Refused));
    }
}
