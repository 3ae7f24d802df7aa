using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// The signing keys as this process last saw them in Postgres. What is loaded stays in force while Postgres is away, so
/// that tokens can be verified and the public keys served without it.
/// </summary>
public sealed partial class SigningKeyRing(KeyRing keyRing, ILogger<SigningKeyRing> logger)
{
    private volatile Snapshot? _snapshot;

    /// <summary>The key that new tokens are signed with; null until there is one that can be used.</summary>
    public ECDsaSecurityKey? SigningKey => _snapshot?.Signing;

    /// <summary>Every key whose tokens are good, the next one included before it signs.</summary>
    public IReadOnlyCollection<ECDsaSecurityKey> VerificationKeys => _snapshot?.Verification.Values ?? [];

    /// <summary>The keys that cannot be decrypted here: their tokens are neither accepted nor refused, but answered 503.</summary>
    public IReadOnlyCollection<string> UnreadableKeyIds => _snapshot?.Unreadable ?? (IReadOnlyCollection<string>)[];

    /// <summary>The key of that <c>kid</c>, or null: a token never brings or names a place for its own key.</summary>
    /// <exception cref="StoreUnavailableException">It may be one of ours that cannot be read now.</exception>
    public ECDsaSecurityKey? Find(string? keyId)
    {
        if (keyId is null)
        {
            return null;
        }

        var snapshot = _snapshot ?? throw new StoreUnavailableException("The signing keys have not been read yet");
        return snapshot.Unreadable.Contains(keyId)
            ? throw new StoreUnavailableException($"The signing key {keyId} cannot be decrypted")
            : snapshot.Verification.GetValueOrDefault(keyId);
    }

    /// <summary>Reads the keys as they are now.</summary>
    public async Task ReloadAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);

        var rows = await db.Database.SqlQuery<KeyRow>(
            $"""
            SELECT key_id, protected_private_key, activates_at <= clock_timestamp() AS active
            FROM signing_keys
            WHERE retires_at IS NULL OR retires_at > clock_timestamp()
            ORDER BY activates_at
            """).ToListAsync(cancellationToken);

        // A row that cannot be opened must not keep the others from being seen: a retired key would go on verifying.
        var usable = new Dictionary<string, ECDsaSecurityKey>(StringComparer.Ordinal);
        var unreadable = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if ((_snapshot?.Verification.GetValueOrDefault(row.KeyId) ?? TryOpen(row)) is { } key)
            {
                usable.Add(row.KeyId, key);
            }
            else
            {
                unreadable.Add(row.KeyId);
            }
        }

        var signing = rows.LastOrDefault(row => row.Active && usable.ContainsKey(row.KeyId));
        _snapshot = new Snapshot(
            signing is null ? null : usable[signing.KeyId],
            usable.ToFrozenDictionary(StringComparer.Ordinal),
            unreadable.ToFrozenSet(StringComparer.Ordinal));
    }

    /// <summary>Whether there is none that signs, now or later: a retired one does not count.</summary>
    internal static async Task<bool> IsMissingAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<bool>(
            $"""
            SELECT EXISTS (SELECT FROM signing_keys WHERE retires_at IS NULL OR retires_at > clock_timestamp()) AS "Value"
            """).ToListAsync(cancellationToken);
        return found is [false];
    }

    /// <summary>A key that signs at once, as the statement that keeps it.</summary>
    internal FormattableString New()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var keyId = Base64UrlEncoder.Encode(new ECDsaSecurityKey(key).ComputeJwkThumbprint());
        var publicKey = key.ExportSubjectPublicKeyInfo();
        var privateKey = keyRing.Protect(RingPurpose.SigningKey(keyId), key.ExportPkcs8PrivateKey());
        return $"""
            INSERT INTO signing_keys (key_id, public_key, protected_private_key, created_at, activates_at)
            VALUES ({keyId}, {publicKey}, {privateKey}, clock_timestamp(), clock_timestamp())
            """;
    }

    /// <summary>Null if it cannot be opened, which is said when it is first seen.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The ring holds its keys for as long as the process lives.")]
    private ECDsaSecurityKey? TryOpen(KeyRow row)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(keyRing.Unprotect(RingPurpose.SigningKey(row.KeyId), row.ProtectedPrivateKey), out _);
            return new ECDsaSecurityKey(key) { KeyId = row.KeyId };
        }
        catch (Exception error) when (error is CryptographicException or StoreUnavailableException)
        {
            key.Dispose();
            if (_snapshot?.Unreadable.Contains(row.KeyId) != true)
            {
                LogUnreadable(row.KeyId, error.GetBaseException().Message);
            }

            return null;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "The signing key {KeyId} cannot be used: {Problem}")]
    private partial void LogUnreadable(string keyId, string problem);

    private sealed record KeyRow(string KeyId, byte[] ProtectedPrivateKey, bool Active);

    private sealed record Snapshot(
        ECDsaSecurityKey? Signing, FrozenDictionary<string, ECDsaSecurityKey> Verification, FrozenSet<string> Unreadable);
}
