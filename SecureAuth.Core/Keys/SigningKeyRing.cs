using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// The signing keys as this process last read them from Postgres. The public keys are served without it, however old they are. A
/// token needs keys that <see cref="AreFresh"/>.
/// </summary>
public sealed partial class SigningKeyRing(KeyRing keyRing, TimeProvider time, ILogger<SigningKeyRing> logger)
{
    /// <summary>A retired key is rejected after this time, whatever happens to the loader.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private volatile Snapshot? _snapshot;

    /// <summary>The key that signs new tokens, or null until there is a usable one.</summary>
    public ECDsaSecurityKey? SigningKey => _snapshot?.Signing;

    /// <summary>All keys whose tokens are accepted, including the next key before it signs.</summary>
    public IReadOnlyCollection<ECDsaSecurityKey> VerificationKeys => _snapshot?.Verification.Values ?? [];

    /// <summary>
    /// The keys that cannot be decrypted. Their tokens can be neither accepted nor rejected, so the response is 503.
    /// </summary>
    public IReadOnlyCollection<string> UnreadableKeyIds => _snapshot?.Unreadable ?? (IReadOnlyCollection<string>)[];

    /// <summary>
    /// Whether the keys are known as Postgres had them less than a second ago. Otherwise a key may have been retired since.
    /// </summary>
    public bool AreFresh => _snapshot?.ReadAt is { } readAt && time.GetElapsedTime(readAt) < MaxAge;

    /// <summary>Whether tokens of this key are rejected because it was retired, and not because nobody knows it.</summary>
    public bool IsRetired(string? keyId) => keyId is not null && _snapshot?.Retired.Contains(keyId) == true;

    /// <summary>
    /// Returns the key with this <c>kid</c>, or null. A key is never taken from the token itself or from a URL in it.
    /// </summary>
    /// <exception cref="StoreUnavailableException">
    /// The keys have not been read yet, or the key exists but cannot be decrypted.
    /// </exception>
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

    /// <summary>The time at which the signing key began to sign, or null until there is a usable key.</summary>
    public DateTimeOffset? SigningSince => _snapshot?.SigningSince;

    /// <summary>Reads the current keys.</summary>
    /// <returns>Whether they differ from those that were read before.</returns>
    public async Task<bool> ReloadAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);

        var (all, readAt) = await ReadAsync(db, cancellationToken);
        if (all.Exists(row => row.Standby))
        {
            // A standby may lag behind and still have a key that has been retired. It is better than nothing after a start.
            readAt = _snapshot is null
                ? null
                : throw new StoreUnavailableException("The signing keys are not read, because PostgreSQL is a standby");
        }

        var rows = all.FindAll(row => !row.Retired);

        // A key that cannot be decrypted must not prevent the update, or a retired key would stay in use.
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
        var before = _snapshot;
        _snapshot = new Snapshot(
            signing is null ? null : usable[signing.KeyId],
            signing?.ActivatesAt,
            usable.ToFrozenDictionary(StringComparer.Ordinal),
            unreadable.ToFrozenSet(StringComparer.Ordinal),
            all.Where(row => row.Retired).Select(row => row.KeyId).ToFrozenSet(StringComparer.Ordinal),
            readAt);
        return before is null
            || before.Signing != _snapshot.Signing
            || before.Verification.Count != usable.Count || !usable.Keys.All(before.Verification.ContainsKey)
            || !before.Unreadable.SetEquals(unreadable);
    }

    /// <summary>Whether there is no key that signs now or later. Retired keys do not count.</summary>
    internal static async Task<bool> IsMissingAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<bool>(
            $"""
            -- check signing keys
            SELECT EXISTS (SELECT FROM signing_keys WHERE retires_at IS NULL OR retires_at > clock_timestamp()) AS "Value"
            """).ToListAsync(cancellationToken);
        return found is [false];
    }

    /// <summary>Generates a key that signs at once and returns the statement that stores it.</summary>
    internal FormattableString InsertStatement()
    {
        var key = NewSigningKey.Create(keyRing);
        return $"""
            -- insert signing key
            INSERT INTO signing_keys (key_id, public_key, protected_private_key, created_at, activates_at)
            VALUES ({key.KeyId}, {key.PublicKey}, {key.ProtectedPrivateKey}, clock_timestamp(), clock_timestamp())
            """;
    }

    /// <summary>The time is that before the statement, and not that before a wait for a connection.</summary>
    private async Task<(List<KeyRow> Rows, long? ReadAt)> ReadAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            var readAt = time.GetTimestamp();
            var rows = await db.Database.SqlQuery<KeyRow>(
                $"""
                -- find signing keys
                SELECT key_id, protected_private_key, activates_at, activates_at <= clock_timestamp() AS active,
                    COALESCE(retires_at <= clock_timestamp(), false) AS retired, pg_is_in_recovery() AS standby
                FROM signing_keys
                ORDER BY activates_at, key_id
                """).ToListAsync(cancellationToken);
            return (rows, readAt);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Returns null if the key cannot be decrypted, which is logged once.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The ring keeps its keys as long as the process lives.")]
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

    private sealed record KeyRow(
        string KeyId, byte[] ProtectedPrivateKey, DateTimeOffset ActivatesAt, bool Active, bool Retired, bool Standby);

    /// <param name="ReadAt">A timestamp from before the read, or null if it does not count.</param>
    private sealed record Snapshot(
        ECDsaSecurityKey? Signing,
        DateTimeOffset? SigningSince,
        FrozenDictionary<string, ECDsaSecurityKey> Verification,
        FrozenSet<string> Unreadable,
        FrozenSet<string> Retired,
        long? ReadAt);
}
