using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;
using SecureAuth.Core.Mail;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// Creates many accounts with the password hashes of another system. An account whose e-mail is taken is left as it is, so an
/// import that was interrupted can be run again.
/// </summary>
public sealed class AccountImport(
    AuthDbContext db,
    ILookupNormalizer normalizer,
    AccountLockout lockout,
    Usernames usernames,
    AuditLog audit,
    TimeProvider time)
{
    /// <summary>Returns the normalized e-mail of an account, by which accounts are equal.</summary>
    public string Normalize(ImportedAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);

        return normalizer.NormalizeEmail(account.Email)!;
    }

    /// <summary>Returns the normalized e-mails that are taken or reserved.</summary>
    public async Task<IReadOnlySet<string>> FindTakenAsync(
        IReadOnlyList<ImportedAccount> accounts, CancellationToken cancellationToken)
    {
        var emails = accounts.Select(Normalize).ToArray();
        var taken = await db.Database.SqlQuery<string>(SqlFragment.Inline(
            $"""
            -- find imported users
            SELECT normalized_email AS "Value" FROM users WHERE normalized_email = ANY({emails})
            UNION ALL
            SELECT t.normalized_email FROM one_time_tokens t
            WHERE t.normalized_email = ANY({emails}) AND {RestoreTokens.Reserves}
            """)).ToListAsync(cancellationToken);
        return taken.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>
    /// Creates the accounts whose e-mail is free, and an audit row for each, in one transaction. An account whose username is
    /// taken is created without one.
    /// </summary>
    public async Task<ImportOutcome> CreateAsync(IReadOnlyList<ImportedAccount> accounts, AuditEntry entry)
    {
        ArgumentNullException.ThrowIfNull(accounts);
        ArgumentNullException.ThrowIfNull(entry);

        var emails = accounts.Select(Normalize).ToArray();
        var identifiers = new Dictionary<string, byte[]>(accounts.Count);
        foreach (var email in emails)
        {
            identifiers[email] = await lockout.IdentifierHashAsync(email, CancellationToken.None);
        }

        var now = time.GetUtcNow();
        Guid[] ids = [.. accounts.Select(_ => Guid.CreateVersion7(now))];
        await using var transaction = await audit.BeginAsync();
        var created = await InsertAsync(ids, accounts, emails, entry);
        var withoutUsername = await HoldUsernamesAsync(ids, accounts, created);

        // Guesses made at these e-mails before the accounts existed must not lock out their owners.
        await lockout.ClearAsync([.. created.Select(row => identifiers[row.NormalizedEmail])]);
        created.ForEach(row => transaction.AfterCommit(() => audit.Log(entry with { UserId = row.Id })));
        await transaction.CommitAsync();
        return new ImportOutcome(created.Count, withoutUsername);
    }

    /// <summary>Gives the created accounts their usernames.</summary>
    /// <returns>The indexes of the accounts whose name is taken.</returns>
    private async Task<IReadOnlyList<int>> HoldUsernamesAsync(
        Guid[] ids, IReadOnlyList<ImportedAccount> accounts, List<CreatedRow> created)
    {
        var createdIds = created.Select(row => row.Id).ToHashSet();
        int[] named = [.. Enumerable.Range(0, ids.Length).Where(i =>
            accounts[i].Username is not null && createdIds.Contains(ids[i]))];
        if (named.Length == 0)
        {
            return [];
        }

        var held = await usernames.HoldAllAsync(
            [.. named.Select(i => ids[i])], [.. named.Select(i => accounts[i].Username!)]);
        return [.. named.Where(i => !held.Contains(ids[i]))];
    }

    /// <remarks>
    /// The rows are sorted, so that two imports that run side by side wait for each other instead of ending in a deadlock. Of two
    /// with the same e-mail, the first is inserted.
    /// </remarks>
    private Task<List<CreatedRow>> InsertAsync(
        Guid[] ids, IReadOnlyList<ImportedAccount> accounts, string[] emails, AuditEntry entry)
    {
        string[] stamps = [.. accounts.Select(_ => SecurityStamp.New())];
        string[] addresses = [.. accounts.Select(account => account.Email)];
        string[] hashes = [.. accounts.Select(account => account.PasswordHash)];
        string?[] names = [.. accounts.Select(account => account.DisplayName)];
        string[] fields = [.. accounts.Select(account => account.Fields)];
        bool[] verified = [.. accounts.Select(account => account.EmailVerified)];
        return db.Database.SqlQuery<CreatedRow>(SqlFragment.Inline(
            $"""
            -- import users
            WITH created AS (
                INSERT INTO users (
                    id, email, normalized_email, email_verified, display_name, password_hash, security_stamp,
                    concurrency_stamp, totp_enabled, is_active, created_at, updated_at, password_changed_at, fields)
                SELECT
                    i.id, i.email, i.normalized, i.verified, i.name, i.hash, i.stamp,
                    i.id::text, false, true, now(), now(), now(), i.fields::jsonb
                FROM unnest({ids}, {addresses}, {emails}, {verified}, {names}, {hashes}, {stamps}, {fields})
                    WITH ORDINALITY AS i (id, email, normalized, verified, name, hash, stamp, fields, n)
                WHERE NOT EXISTS (
                    SELECT FROM one_time_tokens t WHERE t.normalized_email = i.normalized AND {RestoreTokens.Reserves})
                ORDER BY i.normalized, i.n
                ON CONFLICT (normalized_email) DO NOTHING
                RETURNING id, normalized_email),
            recorded AS (
                INSERT INTO {AuditColumns.Table}
                SELECT {AuditColumns.ValuesOf(entry)}, created.id, NULL::uuid FROM created)
            SELECT id, normalized_email FROM created
            """)).ToListAsync();
    }

    private sealed record CreatedRow(Guid Id, string NormalizedEmail);
}
