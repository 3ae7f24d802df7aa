using System.Globalization;
using System.Xml.Linq;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Reads when the key ring gets its next key. The API adds one two days before the newest expires. A ring whose newest key has
/// expired shows that no instance could.
/// </summary>
public sealed class KeyRingAge(AuthDbContext db, MasterKeys keys)
{
    /// <summary>Elements that no configured master key opens, and those that revoke a key, are not counted.</summary>
    /// <returns>The number of keys, and when the last of them expires; null if there is none.</returns>
    public async Task<(int Keys, DateTimeOffset? ExpiresAt)> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = await db.DataProtectionKeys.AsNoTracking().TagWith("find key ring")
            .Select(row => row.Xml).ToListAsync(cancellationToken);
        var expiries = rows.Select(xml => RingElement.Read(xml, keys)).OfType<RingElement.Opened>()
            .Select(opened => ExpiryOf(opened.Element)).OfType<DateTimeOffset>().ToList();
        return (expiries.Count, expiries.Count == 0 ? null : expiries.Max());
    }

    /// <summary>Returns null for an element that is not a key.</summary>
    internal static DateTimeOffset? ExpiryOf(XElement element) =>
        DateTimeOffset.TryParse(
            (string?)element.Element("expirationDate"),
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var expiry)
            ? expiry
            : null;
}
