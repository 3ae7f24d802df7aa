using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit.Sealing;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Retention;

/// <summary>
/// Removes the oldest batches of the audit, all of whose rows have passed their retention, and records where the audit begins
/// from then on. No role may delete rows of the audit otherwise. The functions of the database refuse shorter retentions than an
/// operator may set.
/// </summary>
internal sealed class AuditPurge(MasterKeys keys, TimeProvider time)
{
    /// <summary>An arbitrary number that no other advisory lock in this database uses.</summary>
    private const long Lock = 0x5EC0_0007;

    /// <summary>No request needs a row that this deletes, so a statement may delete as many as a seal contains.</summary>
    private const int BatchSize = 500;

    private static readonly PurgedBatch Nothing = new(0, HasMore: false);

    public async Task<PurgedBatch> PurgeEventsAsync(
        AuthDbContext db, TimeSpan retention, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await BeginAsync(db, cancellationToken) is not { } beginning)
        {
            return Nothing;
        }

        var purged = (await db.Database.SqlQuery<PurgedEvents>(
            $"""
            -- purge audit
            SELECT removed, first_seal, last_seal, last_digest, has_more FROM purge_sealed_audit({retention}, {BatchSize})
            """).ToListAsync(cancellationToken))[0];
        if (purged is not { FirstSeal: { } first, LastSeal: { } last, LastDigest: { } digest })
        {
            return Nothing;
        }

        // Otherwise this would hide that somebody has removed the oldest seals by hand.
        if (first != beginning.FirstSeal)
        {
            throw new InvalidOperationException(
                $"The audit should begin at seal {beginning.FirstSeal}, but begins at seal {first}: run secureauth audit verify");
        }

        await StoreAsync(
            db,
            beginning with
            {
                FirstSeal = last + 1,
                PreviousDigest = digest,
                FirstRefreshSeal = Math.Max(beginning.FirstRefreshSeal, last + 1),
            },
            cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return new PurgedBatch(purged.Removed, purged.HasMore);
    }

    public async Task<PurgedBatch> PurgeRefreshesAsync(
        AuthDbContext db, TimeSpan retention, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await BeginAsync(db, cancellationToken) is not { } beginning)
        {
            return Nothing;
        }

        var purged = (await db.Database.SqlQuery<PurgedRefreshes>(
            $"""
            -- purge refreshes
            SELECT removed, last_seal, has_more
            FROM purge_sealed_refreshes({retention}, {beginning.FirstRefreshSeal}, {BatchSize})
            """).ToListAsync(cancellationToken))[0];
        if (purged.LastSeal is not { } last)
        {
            return Nothing;
        }

        await StoreAsync(db, beginning with { FirstRefreshSeal = last + 1 }, cancellationToken);
        await transaction.CommitAsync(CancellationToken.None);
        return new PurgedBatch(purged.Removed, purged.HasMore);
    }

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

    private sealed record PurgedEvents(int Removed, long? FirstSeal, long? LastSeal, byte[]? LastDigest, bool HasMore);

    private sealed record PurgedRefreshes(int Removed, long? LastSeal, bool HasMore);
}
