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

    /// <param name="entry">The audit row; null: do it, count it and roll it back.</param>
    /// <param name="cancellationToken">Ends it between two batches; another run goes on from there.</param>
    public async Task<RewrapReport> RunAsync(AuditEntry? entry, CancellationToken cancellationToken)
    {
        (_recorded, _unreadable) = (false, 0);
        var header = keyRing.CurrentHeader();
        var report = await RewrapKeysAsync(entry, header, cancellationToken);
        var totpSecrets = await RewrapTotpSecretsAsync(entry, header, cancellationToken);
        return report with { TotpSecrets = totpSecrets, Unreadable = _unreadable };
    }

    /// <summary>The few that there are, in one transaction, encrypted before it begins.</summary>
    private async Task<RewrapReport> RewrapKeysAsync(
        AuditEntry? entry, byte[] header, CancellationToken cancellationToken)
    {
        var before = await usage.ReadAsync(cancellationToken);
        var elements = await RenewRingAsync(cancellationToken);
        var signingKeys = await RenewSigningKeysAsync(header, cancellationToken);
        var serverSecrets = await RenewServerSecretsAsync(header, cancellationToken);

        await using var transaction = await BeginAsync(cancellationToken);
        var report = new RewrapReport(
            RingElements: await ExecuteAsync(elements, cancellationToken),
            SigningKeys: await ExecuteAsync(signingKeys, cancellationToken),
            ServerSecrets: await ExecuteAsync(serverSecrets, cancellationToken),
            TotpSecrets: 0,
            Unreadable: 0,
            Before: before,
            After: await usage.ReadAsync(cancellationToken));
        if (report.HasChanges)
        {
            await CommitAsync(transaction, entry);
        }

        return report;
    }

    private async Task<List<FormattableString>> RenewRingAsync(CancellationToken cancellationToken)
    {
        var statements = new List<FormattableString>();
        foreach (var row in await db.DataProtectionKeys.AsNoTracking().ToListAsync(cancellationToken))
        {
            if (RingElement.Read(row.Xml, masterKeys) is not RingElement.Opened opened)
            {
                _unreadable++;
            }
            else if (opened.Key != masterKeys.Newest)
            {
                var renewed = RingElement.Rewrap(opened, masterKeys);
                statements.Add($"UPDATE data_protection_keys SET xml = {renewed} WHERE id = {row.Id} AND xml = {row.Xml}");
            }
        }

        return statements;
    }

    private async Task<List<FormattableString>> RenewSigningKeysAsync(byte[] header, CancellationToken cancellationToken)
    {
        var statements = new List<FormattableString>();
        foreach (var key in await db.SigningKeys.AsNoTracking().ToListAsync(cancellationToken))
        {
            var old = key.ProtectedPrivateKey;
            if (Renew(RingPurpose.SigningKey(key.KeyId), old, header) is { } renewed)
            {
                statements.Add(
                    $"""
                    UPDATE signing_keys SET protected_private_key = {renewed}
                    WHERE key_id = {key.KeyId} AND protected_private_key = {old}
                    """);
            }
        }

        return statements;
    }

    private async Task<List<FormattableString>> RenewServerSecretsAsync(byte[] header, CancellationToken cancellationToken)
    {
        var statements = new List<FormattableString>();
        foreach (var secret in await db.ServerSecrets.AsNoTracking().ToListAsync(cancellationToken))
        {
            var old = secret.ProtectedKey;
            if (Renew(RingPurpose.ServerSecret(secret.Purpose), old, header) is { } renewed)
            {
                statements.Add(
                    $"""
                    UPDATE server_secrets SET protected_key = {renewed}
                    WHERE purpose = {secret.Purpose} AND protected_key = {old}
                    """);
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
    /// In batches, each in a transaction of its own. A set-up that has not been confirmed ends within minutes by itself.
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
            await CommitAsync(transaction, entry);
        }

        return changed;
    }

    private async Task<AuditedTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var transaction = await audit.BeginAsync();
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Lock})", cancellationToken);
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

    /// <summary>The same secret under the current ring key; null if it is under that already, or cannot be read.</summary>
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
