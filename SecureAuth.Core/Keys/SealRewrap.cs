using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.Core.Keys;

/// <summary>
/// Gives the seals of the audit a MAC under the newest master key, if the one they have is right. Their digests stay, so a seal
/// that somebody has kept outside stays valid.
/// </summary>
/// <param name="begin">Begins a transaction.</param>
/// <param name="commit">Commits it, unless it is a dry run.</param>
internal sealed class SealRewrap(
    AuthDbContext db, MasterKeys masterKeys, Func<Task<AuditedTransaction>> begin, Func<AuditedTransaction, Task> commit)
{
    private const int BatchSize = 1000;

    /// <summary>The number of seals that were left as they are.</summary>
    public int Unreadable { get; private set; }

    /// <returns>The number of seals that have a new MAC.</returns>
    public async Task<int> RunAsync(MasterKeyReport needed, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var old in needed.Keys.Where(key => !key.IsNewest && key.Seals > 0))
        {
            if (masterKeys.Find(old.Fingerprint) is not { } key)
            {
                Unreadable += old.Seals;
                continue;
            }

            changed += await RewrapBeginningAsync(key);
            long after = 0;
            List<Sealed> seals;
            do
            {
                seals = await db.Database.SqlQuery<Sealed>(
                    $"""
                    -- find seals of key
                    SELECT number, digest, mac FROM audit_seals
                    WHERE key = {old.Fingerprint} AND number > {after} ORDER BY number LIMIT {BatchSize}
                    """).ToListAsync(cancellationToken);
                changed += await RewrapAsync(seals, key);
                after = seals is [.., var last] ? last.Number : after;
            }
            while (seals.Count == BatchSize);
        }

        return changed;
    }

    private async Task<int> RewrapAsync(List<Sealed> seals, MasterKey key)
    {
        var genuine = seals.FindAll(seal => key.HasSealedAudit(seal.Mac, seal.Digest));
        Unreadable += seals.Count - genuine.Count;
        if (genuine.Count == 0)
        {
            return 0;
        }

        var numbers = genuine.ConvertAll(seal => seal.Number).ToArray();
        var macs = genuine.ConvertAll(seal => masterKeys.Newest.SealAudit(seal.Digest)).ToArray();
        await using var transaction = await begin();
        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            -- rewrap seals
            UPDATE audit_seals s SET key = {masterKeys.Newest.Fingerprint}, mac = n.mac
            FROM unnest({numbers}, {macs}) n (number, mac)
            WHERE s.number = n.number AND s.key = {key.Fingerprint}
            """);
        if (changed > 0)
        {
            await commit(transaction);
        }

        return changed;
    }

    private async Task<int> RewrapBeginningAsync(MasterKey key)
    {
        var beginning = await db.Database.SqlQuery<Sealed>(
            $"""
            -- find beginning of key
            SELECT first_seal AS number, digest, mac FROM audit_beginning WHERE key = {key.Fingerprint}
            """).ToListAsync();
        if (beginning is not [var old])
        {
            return 0;
        }

        if (!key.HasSealedAudit(old.Mac, old.Digest))
        {
            Unreadable++;
            return 0;
        }

        var mac = masterKeys.Newest.SealAudit(old.Digest);
        await using var transaction = await begin();
        var changed = await db.Database.ExecuteSqlAsync(
            $"""
            -- rewrap beginning of audit
            UPDATE audit_beginning SET key = {masterKeys.Newest.Fingerprint}, mac = {mac} WHERE digest = {old.Digest}
            """);
        if (changed > 0)
        {
            await commit(transaction);
        }

        return changed;
    }

    private sealed record Sealed(long Number, byte[] Digest, byte[] Mac);
}
