using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Data;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>
/// Where the audit begins after the purges: only whole sealed batches are removed, from the oldest on, and this says up to which
/// one. It has a MAC, so whoever removes the oldest batches by hand cannot claim that their retention has passed.
/// </summary>
/// <param name="FirstSeal">The oldest seal that is kept.</param>
/// <param name="PreviousDigest">The digest of the seal before.</param>
/// <param name="FirstRefreshSeal">The oldest seal whose refreshes are kept.</param>
/// <param name="PurgedAt">The time of the last purge.</param>
/// <param name="Digest">The digest of all this.</param>
/// <param name="Key">The fingerprint of the master key.</param>
/// <param name="Mac">The MAC of the digest.</param>
internal sealed record AuditBeginning(
    long FirstSeal,
    byte[] PreviousDigest,
    long FirstRefreshSeal,
    DateTimeOffset PurgedAt,
    byte[] Digest,
    string Key,
    byte[] Mac)
{
    /// <summary>Before the first purge there is no row.</summary>
    private static readonly AuditBeginning Unpurged = new(1, AuditSeal.NoDigest, 1, DateTimeOffset.UnixEpoch, [], "", []);

    private bool IsStored => Digest.Length > 0;

    public static async Task<AuditBeginning> ReadAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.Set<AuditBeginning>().AsNoTracking().TagWith("find beginning of audit")
            .ToListAsync(cancellationToken);
        return rows is [var stored] ? stored : Unpurged;
    }

    /// <summary>Whether it is from a process that had the master key.</summary>
    public bool IsGenuine(MasterKeys keys) => !IsStored
        || (keys.Find(Key) is { } key && key.HasSealedAudit(Mac, Digest) && Digest.AsSpan().SequenceEqual(ComputeDigest()));

    public async Task StoreAsync(AuthDbContext db, MasterKeys keys, CancellationToken cancellationToken)
    {
        var digest = ComputeDigest();
        var mac = keys.Newest.SealAudit(digest);
        await db.Database.ExecuteSqlAsync(
            $"""
            -- store beginning of audit
            INSERT INTO audit_beginning (first_seal, previous_digest, first_refresh_seal, purged_at, digest, key, mac)
            VALUES ({FirstSeal}, {PreviousDigest}, {FirstRefreshSeal}, {PurgedAt}, {digest}, {keys.Newest.Fingerprint}, {mac})
            ON CONFLICT (id) DO UPDATE SET
                first_seal = excluded.first_seal, previous_digest = excluded.previous_digest,
                first_refresh_seal = excluded.first_refresh_seal, purged_at = excluded.purged_at, digest = excluded.digest,
                key = excluded.key, mac = excluded.mac
            """,
            cancellationToken);
    }

    private byte[] ComputeDigest() => new CanonicalForm()
        .Field("secureauth audit beginning")
        .Number(FirstSeal)
        .Fixed(PreviousDigest)
        .Number(FirstRefreshSeal)
        .Time(PurgedAt)
        .Digest();
}
