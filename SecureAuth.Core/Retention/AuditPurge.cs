using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit.Sealing;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Retention;

/// <summary>
/// Removes the oldest batches of the audit, all of whose rows have passed their retention, and records where the audit begins
/// from then on. No role may delete rows of the audit otherwise. The functions of the database refuse shorter retentions than an
/// operator may set, and remove no batch that this has not found to be genuine.
/// </summary>
internal sealed class AuditPurge(MasterKeys keys, TimeProvider time)
{
    /// <summary>An arbitrary number that no other advisory lock in this database uses.</summary>
    private const long Lock = 0x5EC0_0007;

    private static readonly PurgedBatch Nothing = new(0, HasMore: false);

    private readonly ExpiredSeals _expired = new(keys, time);

    public async Task<PurgedBatch> PurgeEventsAsync(
        AuthDbContext db, TimeSpan retention, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await BeginAsync(db, cancellationToken) is not { } beginning)
        {
            return Nothing;
        }

        var seals = await _expired.FindEventsAsync(db, beginning, retention, cancellationToken);
        if (seals is not [.., var end])
        {
            return Nothing;
        }

        var (removed, lastSeal) = (await db.Database.SqlQuery<Purged>(
            $"""
            -- purge audit
            SELECT removed, last_seal FROM purge_sealed_audit({retention}, {beginning.FirstSeal}, {end.Number})
            """).ToListAsync(cancellationToken))[0];
        if (Find(seals, lastSeal) is not { } last)
        {
            return Nothing;
        }

        await StoreAsync(
            db,
            beginning with
            {
                FirstSeal = last.Number + 1,
                PreviousDigest = last.Digest,
                FirstRefreshSeal = Math.Max(beginning.FirstRefreshSeal, last.Number + 1),
            },
            cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return new PurgedBatch(removed, HasMore: last == end);
    }

    public async Task<PurgedBatch> PurgeRefreshesAsync(
        AuthDbContext db, TimeSpan retention, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await BeginAsync(db, cancellationToken) is not { } beginning)
        {
            return Nothing;
        }

        var seals = await _expired.FindRefreshesAsync(db, beginning, retention, cancellationToken);
        if (seals is not [.., var end])
        {
            return Nothing;
        }

        var (removed, lastSeal) = (await db.Database.SqlQuery<Purged>(
            $"""
            -- purge refreshes
            SELECT removed, last_seal FROM purge_sealed_refreshes({retention}, {beginning.FirstRefreshSeal}, {end.Number})
            """).ToListAsync(cancellationToken))[0];
        if (Find(seals, lastSeal) is not { } last)
        {
            return Nothing;
        }

        await StoreAsync(db, beginning with { FirstRefreshSeal = last.Number + 1 }, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return new PurgedBatch(removed, HasMore: last == end);
    }

    /// <summary>
    /// The database may remove fewer than it was asked for: the last seal stays, and its clock may be behind.
    /// </summary>
    private static AuditSeal? Find(IReadOnlyList<AuditSeal> seals, long? number) => number is null
        ? null
        : seals.FirstOrDefault(seal => seal.Number == number)
            ?? throw new InvalidOperationException($"The database claims to have purged seal {number}, which nobody asked for");

    /// <summary>Returns null if another instance purges the audit at this moment.</summary>
    private async Task<AuditBeginning?> BeginAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        var lockTaken = await db.Database.SqlQuery<bool>(
            $"""
            -- lock audit purge
            SELECT pg_try_advisory_xact_lock({Lock}) AS "Value"
            """).ToListAsync(cancellationToken);
        if (lockTaken is not [true])
        {
            return null;
        }

        var beginning = await AuditBeginning.ReadAsync(db, cancellationToken);
        return beginning.IsGenuine(keys)
            ? beginning
            : throw new InvalidOperationException("The beginning of the audit is not genuine: run secureauth audit verify");
    }

    /// <summary>In microseconds, because the database stores no more, and the digest contains the time.</summary>
    private Task StoreAsync(AuthDbContext db, AuditBeginning beginning, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return (beginning with { PurgedAt = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond)) })
            .StoreAsync(db, keys, cancellationToken);
    }

    private sealed record Purged(int Removed, long? LastSeal);
}
