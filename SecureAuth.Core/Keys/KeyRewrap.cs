using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Moves the key ring under the newest master key, and what it encrypts under its current key, so that an old master key can
/// be destroyed. A running API goes on meanwhile: it has both master keys, and no ring key leaves the ring.
/// </summary>
/// <param name="audit">Takes one row a run, in the transaction of the first change.</param>
/// <param name="db">The context that <paramref name="audit"/> and <paramref name="usage"/> have too.</param>
/// <param name="masterKeys">The newest of them is the goal.</param>
/// <param name="usage">Says who needs what before and after.</param>
/// <param name="keyRing">Decrypts and encrypts.</param>
public sealed class KeyRewrap(AuditLog audit, AuthDbContext db, MasterKeys masterKeys, MasterKeyUsage usage, KeyRing keyRing)
{
    /// <summary>An arbitrary number that no other advisory lock of this database uses.</summary>
    private const long Lock = 0x5EC0_0004;

    /// <summary>So few that a sign-in which waits for one of the rows does not notice.</summary>
    private const int BatchSize = 200;

    private bool _recorded;
    private int _unreadable;

    /// <param name="entry">The audit row.</param>
    /// <param name="dryRun">True: do it, count it and roll it back.</param>
    /// <param name="cancellationToken">Ends it between two batches; another run goes on from there.</param>
    public async Task<RewrapReport> RunAsync(AuditEntry entry, bool dryRun, CancellationToken cancellationToken)
    {
        (_recorded, _unreadable) = (false, 0);
        var header = keyRing.CurrentHeader();
        var report = await RewrapKeysAsync(entry, header, dryRun, cancellationToken);
        var totpSecrets = await RewrapTotpSecretsAsync(entry, header, dryRun, cancellationToken);
        return report with { TotpSecrets = totpSecrets, Unreadable = _unreadable };
    }

    private async Task<RewrapReport> RewrapKeysAsync(
        AuditEntry entry, byte[] header, bool dryRun, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginAsync(cancellationToken);
        var report = new RewrapReport(
            Before: await usage.ReadAsync(cancellationToken),
            RingElements: await RewrapRingAsync(cancellationToken),
            SigningKeys: await RewrapSigningKeysAsync(header, cancellationToken),
            ServerSecrets: await RewrapServerSecretsAsync(header, cancellationToken),
            TotpSecrets: 0,
            Unreadable: 0,
            After: await usage.ReadAsync(cancellationToken));
        if (report.HasChanges)
        {
            await CommitAsync(transaction, entry, dryRun);
        }

        return report;
    }

    private async Task<int> RewrapRingAsync(CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<RingRow>(
            $"""SELECT id AS "Id", xml AS "Xml" FROM data_protection_keys ORDER BY id FOR UPDATE""")
            .ToListAsync(cancellationToken);
        var changed = 0;
        foreach (var row in rows)
        {
            if (RingElement.Read(row.Xml, masterKeys) is not RingElement.Opened opened)
            {
                _unreadable++;
            }
            else if (opened.Key != masterKeys.Newest)
            {
                changed += await db.Database.ExecuteSqlAsync(
                    $"UPDATE data_protection_keys SET xml = {RingElement.Rewrap(opened, masterKeys)} WHERE id = {row.Id}",
                    cancellationToken);
            }
        }

        return changed;
    }

    private async Task<int> RewrapSigningKeysAsync(byte[] header, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<NamedSecret>(
            $"""
            SELECT key_id AS "Name", protected_private_key AS "Ciphertext" FROM signing_keys
            WHERE substring(protected_private_key FROM 1 FOR {header.Length}) <> {header} ORDER BY key_id FOR UPDATE
            """).ToListAsync(cancellationToken);
        var changed = 0;
        foreach (var row in rows)
        {
            if (Renew(RingPurpose.SigningKey(row.Name), row.Ciphertext) is { } renewed)
            {
                changed += await db.Database.ExecuteSqlAsync(
                    $"UPDATE signing_keys SET protected_private_key = {renewed} WHERE key_id = {row.Name}", cancellationToken);
            }
        }

        return changed;
    }

    private async Task<int> RewrapServerSecretsAsync(byte[] header, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<NamedSecret>(
            $"""
            SELECT purpose AS "Name", protected_key AS "Ciphertext" FROM server_secrets
            WHERE substring(protected_key FROM 1 FOR {header.Length}) <> {header} ORDER BY purpose FOR UPDATE
            """).ToListAsync(cancellationToken);
        var changed = 0;
        foreach (var row in rows)
        {
            if (Renew(RingPurpose.ServerSecret(row.Name), row.Ciphertext) is { } renewed)
            {
                changed += await db.Database.ExecuteSqlAsync(
                    $"UPDATE server_secrets SET protected_key = {renewed} WHERE purpose = {row.Name}", cancellationToken);
            }
        }

        return changed;
    }

    /// <summary>
    /// In batches, each in a transaction of its own. A set-up that has not been confirmed is left alone: its first code is
    /// accepted for the very bytes that were read, and it ends soon.
    /// </summary>
    private async Task<int> RewrapTotpSecretsAsync(
        AuditEntry entry, byte[] header, bool dryRun, CancellationToken cancellationToken)
    {
        var changed = 0;
        var after = Guid.Empty;
        while (true)
        {
            var rows = await db.Database.SqlQuery<UserSecret>(
                $"""
                SELECT user_id AS "UserId", protected_secret AS "Ciphertext" FROM totp_credentials
                WHERE user_id > {after} AND confirmed_at IS NOT NULL
                    AND substring(protected_secret FROM 1 FOR {header.Length}) <> {header}
                ORDER BY user_id LIMIT {BatchSize}
                """).ToListAsync(cancellationToken);
            if (rows.Count == 0)
            {
                return changed;
            }

            changed += await RewrapBatchAsync(rows, entry, dryRun, cancellationToken);
            after = rows[^1].UserId;
        }
    }

    private async Task<int> RewrapBatchAsync(
        List<UserSecret> rows, AuditEntry entry, bool dryRun, CancellationToken cancellationToken)
    {
        var renewed = rows.ConvertAll(row => (Row: row, Renewed: Renew(RingPurpose.Totp(row.UserId), row.Ciphertext)))
            .FindAll(pair => pair.Renewed is not null);
        var users = renewed.ConvertAll(pair => pair.Row.UserId).ToArray();
        var old = renewed.ConvertAll(pair => pair.Row.Ciphertext).ToArray();
        var fresh = renewed.ConvertAll(pair => pair.Renewed!).ToArray();

        await using var transaction = await BeginAsync(cancellationToken);

        // Only where nobody has set up another one since it was read.
        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE totp_credentials t SET protected_secret = n.fresh
            FROM unnest({users}, {old}, {fresh}) n (user_id, old, fresh)
            WHERE t.user_id = n.user_id AND t.protected_secret = n.old
            """,
            cancellationToken);
        if (changed > 0)
        {
            await CommitAsync(transaction, entry, dryRun);
        }

        return changed;
    }

    private async Task<AuditedTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var transaction = await audit.BeginAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", cancellationToken);
        return transaction;
    }

    private async Task CommitAsync(AuditedTransaction transaction, AuditEntry entry, bool dryRun)
    {
        if (dryRun)
        {
            return;
        }

        if (!_recorded)
        {
            transaction.Record(entry);
        }

        await transaction.CommitAsync(CancellationToken.None);
        _recorded = true;
    }

    /// <summary>The same secret under the current ring key; null if it cannot be read.</summary>
    private byte[]? Renew(RingPurpose purpose, byte[] ciphertext)
    {
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

    private sealed record RingRow(int Id, string? Xml);

    private sealed record NamedSecret(string Name, byte[] Ciphertext);

    private sealed record UserSecret(Guid UserId, byte[] Ciphertext);
}
