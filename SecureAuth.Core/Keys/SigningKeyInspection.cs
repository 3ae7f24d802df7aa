using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>Finds out about all signing keys, for operators.</summary>
public sealed class SigningKeyInspection(AuthDbContext db, KeyRing keyRing, MasterKeys masterKeys)
{
    /// <returns>The keys, in the order in which they sign.</returns>
    public async Task<IReadOnlyList<SigningKeyStatus>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<Row>(
            $"""
            -- list signing keys
            SELECT key_id, protected_private_key, created_at, activates_at, retires_at, activates_at <= now() AS active,
                COALESCE(retires_at <= now(), false) AS retired
            FROM signing_keys ORDER BY activates_at, key_id
            """).ToListAsync(cancellationToken);
        var owners = await FindMasterKeysAsync(cancellationToken);
        var readable = rows.Where(IsReadable).Select(row => row.KeyId).ToHashSet(StringComparer.Ordinal);

        // The API signs with the newest key that it can decrypt. If this program can decrypt none, the API may still be able to.
        var active = rows.Where(row => row is { Active: true, Retired: false }).ToList();
        var signing = active.LastOrDefault(row => readable.Contains(row.KeyId)) ?? active.LastOrDefault();
        return rows.ConvertAll(row => new SigningKeyStatus(
            row.KeyId,
            row switch
            {
                { Retired: true } => SigningKeyState.Retired,
                { Active: false } => SigningKeyState.Announced,
                _ => row == signing ? SigningKeyState.Signing : SigningKeyState.Verifying,
            },
            row.CreatedAt,
            row.ActivatesAt,
            row.RetiresAt,
            readable.Contains(row.KeyId),
            KeyRing.RingKeyOf(row.ProtectedPrivateKey) is { } ringKey ? owners.GetValueOrDefault(ringKey) : null));
    }

    private async Task<Dictionary<Guid, string>> FindMasterKeysAsync(CancellationToken cancellationToken)
    {
        var elements = await db.DataProtectionKeys.AsNoTracking().TagWith("find key ring").OrderBy(row => row.Id)
            .Select(row => row.Xml).ToListAsync(cancellationToken);
        return elements.Select(xml => RingElement.Read(xml, masterKeys)).OfType<RingElement.Opened>()
            .DistinctBy(element => element.Id)
            .ToDictionary(element => element.Id, element => element.Key.Fingerprint);
    }

    private bool IsReadable(Row row)
    {
        try
        {
            CryptographicOperations.ZeroMemory(
                keyRing.Unprotect(RingPurpose.SigningKey(row.KeyId), row.ProtectedPrivateKey));
            return true;
        }
        catch (Exception error) when (error is CryptographicException or StoreUnavailableException)
        {
            return false;
        }
    }

    private sealed record Row(
        string KeyId,
        byte[] ProtectedPrivateKey,
        DateTimeOffset CreatedAt,
        DateTimeOffset ActivatesAt,
        DateTimeOffset? RetiresAt,
        bool Active,
        bool Retired);
}
