using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// The signing keys as this process last saw them in Postgres. What is loaded stays in force while Postgres is away, so
/// that tokens can be verified and the public keys served without it.
/// </summary>
public sealed class SigningKeyRing(IDataProtectionProvider protection)
{
    private volatile Snapshot _snapshot = new(null, FrozenDictionary<string, ECDsaSecurityKey>.Empty);

    /// <summary>The key that new tokens are signed with; null until the first load.</summary>
    public ECDsaSecurityKey? SigningKey => _snapshot.Signing;

    /// <summary>Every key whose tokens are good, the next one included before it signs.</summary>
    public IReadOnlyCollection<ECDsaSecurityKey> VerificationKeys => _snapshot.Verification.Values;

    /// <summary>The key of that <c>kid</c>, or null: a token never brings or names a place for its own key.</summary>
    public ECDsaSecurityKey? Find(string? keyId) => keyId is null ? null : _snapshot.Verification.GetValueOrDefault(keyId);

    internal async Task ReloadAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<KeyRow>(
            $"""
            SELECT key_id AS "KeyId", protected_private_key AS "ProtectedPrivateKey", activates_at <= clock_timestamp() AS "Active"
            FROM signing_keys
            WHERE retires_at IS NULL OR retires_at > clock_timestamp()
            ORDER BY activates_at
            """).ToListAsync(cancellationToken);

        var known = _snapshot.Verification;
        var keys = rows.ToFrozenDictionary(r => r.KeyId, r => known.GetValueOrDefault(r.KeyId) ?? Open(r), StringComparer.Ordinal);
        var signing = rows.LastOrDefault(r => r.Active);
        _snapshot = new Snapshot(signing is null ? null : keys[signing.KeyId], keys);
    }

    /// <summary>Makes the first key if there is none. The caller holds the lock that lets one instance do so.</summary>
    internal async Task EnsureAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        if (await db.SigningKeys.AnyAsync(cancellationToken))
        {
            return;
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keyId = Base64UrlEncoder.Encode(new ECDsaSecurityKey(key).ComputeJwkThumbprint());
        var publicKey = key.ExportSubjectPublicKeyInfo();
        var privateKey = Protector(keyId).Protect(key.ExportPkcs8PrivateKey());
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO signing_keys (key_id, public_key, protected_private_key, created_at, activates_at)
            VALUES ({keyId}, {publicKey}, {privateKey}, clock_timestamp(), clock_timestamp())
            """,
            cancellationToken);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The ring holds its keys for as long as the process lives.")]
    private ECDsaSecurityKey Open(KeyRow row)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Protector(row.KeyId).Unprotect(row.ProtectedPrivateKey), out _);
        return new ECDsaSecurityKey(key) { KeyId = row.KeyId };
    }

    /// <summary>The purpose names the kid, so that two rows of the table cannot be swapped.</summary>
    private IDataProtector Protector(string keyId) => protection.CreateProtector("SecureAuth.SigningKey", keyId);

    private sealed record KeyRow(string KeyId, byte[] ProtectedPrivateKey, bool Active);

    private sealed record Snapshot(ECDsaSecurityKey? Signing, FrozenDictionary<string, ECDsaSecurityKey> Verification);
}
