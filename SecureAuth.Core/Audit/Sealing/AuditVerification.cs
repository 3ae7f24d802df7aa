using System.Data;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>
/// Computes all seals again and compares them with the stored ones. It reads some thousand rows at a time, each time in a
/// transaction of its own that sees one state of the database. So it needs little memory, does not hold up the vacuum, and works
/// during sealing, purges and erasures.
/// </summary>
public sealed class AuditVerification(AuthDbContext db, MasterKeys keys)
{
    private const int SealsPerRead = 500;
    private const int RowsPerRead = 5000;

    /// <param name="expected">A seal that was kept outside, or null.</param>
    /// <param name="progress">Is told the number of seals that are verified and how many there are.</param>
    public async Task<AuditReport> RunAsync(
        ExpectedSeal? expected, Action<long, long> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);

        var findings = new AuditFindings();
        var chain = new ChainCheck(keys, findings, expected);
        var rows = new RowCheck(findings);

        // What is sealed meanwhile is left to the next verification.
        var target = (await AuditSealing.ReadAsync(db, keys, cancellationToken)).LastSeal ?? 0;
        chain.ExpectUpTo(target);
        while (chain.Next <= target && !findings.AreEnough)
        {
            await using var snapshot = await BeginAsync(cancellationToken);
            var beginning = await AuditBeginning.ReadAsync(db, cancellationToken);
            chain.BeginAt(beginning);
            var seals = await ReadSealsAsync(chain.Next, target, cancellationToken);
            if (seals.Count == 0)
            {
                chain.EndsBefore(target);
                break;
            }

            foreach (var seal in seals)
            {
                chain.Check(seal);
            }

            await rows.CheckAsync(db, seals, beginning.FirstRefreshSeal, cancellationToken);
            progress(chain.Last?.Number ?? 0, target);
        }

        AuditSealing sealing;
        await using (await BeginAsync(cancellationToken))
        {
            sealing = await AuditSealing.ReadAsync(db, keys, cancellationToken);
            chain.BeginAt(await AuditBeginning.ReadAsync(db, cancellationToken));
            if (!findings.AreEnough)
            {
                await rows.CheckUnsealedAsync(db, target, sealing, cancellationToken);
            }
        }

        return new AuditReport(
            findings.All.Count == 0, chain.Count, rows.Count, chain.First, chain.Last?.Reference, chain.Last?.SealedAt,
            sealing.UnsealedAge, findings.All);
    }

    /// <summary>One state of the database for all statements.</summary>
    private Task<Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction> BeginAsync(CancellationToken cancellationToken) =>
        db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    private async Task<List<AuditSeal>> ReadSealsAsync(long from, long to, CancellationToken cancellationToken)
    {
        var seals = await db.Set<AuditSeal>().FromSql(
            $"""
            -- read seals
            SELECT number, sealed_at, to_id, oldest_at, newest_at, event_count, event_root, event_ids, event_marks, refresh_count,
                refresh_root, refresh_ids, refresh_marks, digest, key, mac
            FROM (
                SELECT *, sum(event_count::bigint + refresh_count) OVER (ORDER BY number) - event_count - refresh_count
                    AS rows_before
                FROM (
                    SELECT * FROM audit_seals WHERE number >= {from} AND number <= {to} ORDER BY number LIMIT {SealsPerRead}) s) s
            WHERE rows_before < {RowsPerRead}
            ORDER BY number
            """).AsNoTracking().ToListAsync(cancellationToken);
        return seals;
    }
}
