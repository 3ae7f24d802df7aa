using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Re-encrypts the key ring under the newest master key and the secrets that the ring protects under its current key, and seals
/// the audit again, so that an old master key can be destroyed. A running API is not affected, because it has both master keys
/// and no key is removed from the ring.
/// </summary>
/// <param name="audit">Takes one row per run, in the transaction of the first change.</param>
/// <param name="db">The context that <paramref name="audit"/> and <paramref name="usage"/> use too.</param>
/// <param name="masterKeys">The master keys, of which the newest is used to encrypt.</param>
/// <param name="usage">Reports which master keys are needed before and after the run.</param>
/// <param name="keyRing">Decrypts and encrypts the secrets.</param>
public sealed class KeyRewrap(AuditLog audit, AuthDbContext db, MasterKeys masterKeys, MasterKeyUsage usage, KeyRing keyRing)
{
    /// <summary>An arbitrary number that no other advisory lock in this database uses.</summary>
    private const long Lock = 0x5EC0_0004;

    /// <summary>Small enough that a sign-in that waits for one of the rows is not delayed noticeably.</summary>
    private const int BatchSize = 200;

    private bool _recorded;
    private int _unreadable;

    /// <param name="entry">The audit entry, or null for a dry run, which counts the changes and rolls them back.</param>
    /// <param name="cancellationToken">Stops the run between two batches. Another run continues from there.</param>
    public async Task<RewrapReport> RunAsync(AuditEntry? entry, CancellationToken cancellationToken)
    {
        (_recorded, _unreadable) = (false, 0);
        var header = keyRing.CurrentHeader();
        var report = await RewrapKeysAsync(entry, header, cancellationToken);
        var totpSecrets = await RewrapTotpSecretsAsync(entry, header, cancellationToken);
        var audited = new SealRewrap(
            db, masterKeys, () => BeginAsync(CancellationToken.None), transaction => CommitAsync(transaction, entry));
        var seals = await audited.RunAsync(report.Before, cancellationToken);
        return report with
        {
            TotpSecrets = totpSecrets,
            Seals = seals,
            Unreadable = _unreadable + audited.Unreadable,
            After = seals > 0 && entry is not null ? await usage.ReadAsync(cancellationToken) : Expected(report.After, seals),
        };
    }

    /// <summary>
    /// Re-encrypts the ring, the signing keys and the server secrets. They are few, so they share one transaction, which begins
    /// after the encryption.
    /// </summary>
    private async Task<RewrapReport> RewrapKeysAsync(
        AuditEntry? entry, byte[] header, CancellationToken cancellationToken)
    {
        var before = await usage.ReadAsync(cancellationToken);
        var elements = await RewrapRingAsync(cancellationToken);
        var signingKeys = Reencrypt(
            await db.SigningKeys.AsNoTracking().TagWith("find signing keys").ToListAsync(cancellationToken),
            header,
            key => (RingPurpose.SigningKey(key.KeyId), key.ProtectedPrivateKey),
            (key, renewed) =>
                $"""
                -- rewrap signing key
                UPDATE signing_keys SET protected_private_key = {renewed}
                WHERE key_id = {key.KeyId} AND protected_private_key = {key.ProtectedPrivateKey}
                """);
        var serverSecrets = Reencrypt(
            await db.ServerSecrets.AsNoTracking().TagWith("find server secrets").ToListAsync(cancellationToken),
            header,
            secret => (RingPurpose.ServerSecret(secret.Purpose), secret.ProtectedKey),
            (secret, renewed) =>
                $"""
                -- rewrap server secret
                UPDATE server_secrets SET protected_key = {renewed}
                WHERE purpose = {secret.Purpose} AND protected_key = {secret.ProtectedKey}
                """);

        await using var transaction = await BeginAsync(cancellationToken);
        var report = new RewrapReport(
            RingElements: await ExecuteAsync(elements, cancellationToken),
            SigningKeys: await ExecuteAsync(signingKeys, cancellationToken),
            ServerSecrets: await ExecuteAsync(serverSecrets, cancellationToken),
            TotpSecrets: 0,
            Seals: 0,
            Unreadable: 0,
            Before: before,
            After: await usage.ReadAsync(cancellationToken));
        if (report.HasChanges)
        {
            await CommitAsync(transaction, entry);
        }

        return report;
    }

    private async Task<List<FormattableString>> RewrapRingAsync(CancellationToken cancellationToken)
    {
        var statements = new List<FormattableString>();
        foreach (var row in await db.DataProtectionKeys.AsNoTracking().TagWith("find key ring").ToListAsync(cancellationToken))
        {
            if (RingElement.Read(row.Xml, masterKeys) is not RingElement.Opened opened)
            {
                _unreadable++;
            }
            else if (opened.Key != masterKeys.Newest)
            {
                var renewed = RingElement.Rewrap(opened, masterKeys);
                statements.Add(
                    $"""
                    -- rewrap key ring element
                    UPDATE data_protection_keys SET xml = {renewed} WHERE id = {row.Id} AND xml = {row.Xml}
                    """);
            }
        }

        return statements;
    }

    /// <summary>Re-encrypts the secrets of a table's rows and returns the statements that store them.</summary>
    private List<FormattableString> Reencrypt<TRow>(
        List<TRow> rows,
        byte[] header,
        Func<TRow, (RingPurpose Purpose, byte[] Ciphertext)> secretOf,
        Func<TRow, byte[], FormattableString> update)
    {
        var statements = new List<FormattableString>();
        foreach (var row in rows)
        {
            var (purpose, ciphertext) = secretOf(row);
            if (Renew(purpose, ciphertext, header) is { } renewed)
            {
                statements.Add(update(row, renewed));
            }
        }

        return statements;
    }

    private async Task<int> ExecuteAsync(List<FormattableString> statements, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var statement in statements)
        {
            changed += await db.Database.ExecuteSqlAsync(statement, cancellationToken);
        }

        return changed;
    }

    /// <summary>
    /// Re-encrypts the authenticator secrets in batches, each in its own transaction. Unconfirmed set-ups are skipped, because
    /// they expire within minutes.
    /// </summary>
    private async Task<int> RewrapTotpSecretsAsync(
        AuditEntry? entry, byte[] header, CancellationToken cancellationToken)
    {
        var changed = 0;
        var after = Guid.Empty;
        while (true)
        {
            var rows = await db.Database.SqlQuery<UserSecret>(
                $"""
                -- find authenticator secrets
                SELECT user_id, protected_secret AS ciphertext FROM totp_credentials
                WHERE user_id > {after} AND confirmed_at IS NOT NULL
                    AND substring(protected_secret FROM 1 FOR {header.Length}) <> {header}
                ORDER BY user_id LIMIT {BatchSize}
                """).ToListAsync(cancellationToken);
            if (rows.Count == 0)
            {
                return changed;
            }

            changed += await RewrapBatchAsync(rows, entry, header, cancellationToken);
            after = rows[^1].UserId;
        }
    }

    private async Task<int> RewrapBatchAsync(
        List<UserSecret> rows, AuditEntry? entry, byte[] header, CancellationToken cancellationToken)
    {
        var renewed = rows.ConvertAll(row => (Row: row, Renewed: Renew(RingPurpose.Totp(row.UserId), row.Ciphertext, header)))
            .FindAll(pair => pair.Renewed is not null);
        var users = renewed.ConvertAll(pair => pair.Row.UserId).ToArray();
        var old = renewed.ConvertAll(pair => pair.Row.Ciphertext).ToArray();
        var fresh = renewed.ConvertAll(pair => pair.Renewed!).ToArray();

        await using var transaction = await BeginAsync(cancellationToken);

        // This skips users who have replaced their authenticator since it was read.
        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            -- rewrap authenticator secrets
            UPDATE totp_credentials t SET protected_secret = n.fresh
            FROM unnest({users}, {old}, {fresh}) n (user_id, old, fresh)
            WHERE t.user_id = n.user_id AND t.protected_secret = n.old
            """,
            cancellationToken);
        if (changed > 0)
        {
            await CommitAsync(transaction, entry);
        }

        return changed;
    }

    /// <summary>What a dry run would have left: it rolls back, so the seals still need the old keys.</summary>
    private static MasterKeyReport Expected(MasterKeyReport report, int seals) => seals == 0 ? report : report with
    {
        Keys = [.. report.Keys.Select(key => key switch
        {
            { IsNewest: true } => key with { Seals = key.Seals + seals },
            { IsConfigured: true } => key with { Seals = 0 },
            _ => key,
        })],
    };

    private async Task<AuditedTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var transaction = await audit.BeginAsync();
        await db.Database.ExecuteSqlAsync(
            $"""
            -- lock keys
            SELECT pg_advisory_xact_lock({Lock})
            """,
            cancellationToken);
        return transaction;
    }

    private async Task CommitAsync(AuditedTransaction transaction, AuditEntry? entry)
    {
        if (entry is null)
        {
            return;
        }

        if (!_recorded)
        {
            transaction.Record(entry);
        }

        await transaction.CommitAsync();
        _recorded = true;
    }

    /// <summary>
    /// Re-encrypts a secret under the ring's current key. Returns null if it already uses that key or cannot be decrypted.
    /// </summary>
    private byte[]? Renew(RingPurpose purpose, byte[] ciphertext, byte[] header)
    {
        if (ciphertext.AsSpan().StartsWith(header))
        {
            return null;
        }

        try
        {
            var plaintext = keyRing.Unprotect(purpose, ciphertext);
            var renewed = keyRing.Protect(purpose, plaintext);
            CryptographicOperations.ZeroMemory(plaintext);
            return renewed;
        }
        catch (Exception error) when (error is CryptographicException or StoreUnavailableException)
        {
            _unreadable++;
            return null;
        }
    }

    private sealed record UserSecret(Guid UserId, byte[] Ciphertext);
}
