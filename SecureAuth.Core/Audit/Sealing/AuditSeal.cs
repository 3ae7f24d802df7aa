using System.Security.Cryptography;
using SecureAuth.Core.Keys;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>
/// A seal over a batch of rows. The digest contains that of the seal before, so the seals form a chain. The MAC is apart from the
/// digest: another master key changes the MAC, but not what somebody has kept outside.
/// </summary>
/// <param name="Number">1 for the first seal of an installation.</param>
/// <param name="SealedAt">The time by the clock of Postgres.</param>
/// <param name="ToId">The greatest id that this seal or one before contains.</param>
/// <param name="OldestAt">The time of the oldest row.</param>
/// <param name="NewestAt">The time of the newest row.</param>
/// <param name="EventCount">The number of rows that are not refreshes.</param>
/// <param name="EventRoot">The digest of their leaves.</param>
/// <param name="EventIds">Their ids, in order.</param>
/// <param name="EventMarks">The beginnings of their leaves.</param>
/// <param name="RefreshCount">The number of successful refreshes, which are kept for a shorter time.</param>
/// <param name="RefreshRoot">The digest of their leaves.</param>
/// <param name="RefreshIds">Their ids, in order; empty once they have been purged.</param>
/// <param name="RefreshMarks">The beginnings of their leaves; empty once they have been purged.</param>
/// <param name="Digest">The digest of the seal.</param>
/// <param name="Key">The fingerprint of the master key.</param>
/// <param name="Mac">The MAC of the digest.</param>
internal sealed record AuditSeal(
    long Number,
    DateTimeOffset SealedAt,
    long ToId,
    DateTimeOffset OldestAt,
    DateTimeOffset NewestAt,
    int EventCount,
    byte[] EventRoot,
    long[] EventIds,
    byte[] EventMarks,
    int RefreshCount,
    byte[] RefreshRoot,
    long[] RefreshIds,
    byte[] RefreshMarks,
    byte[] Digest,
    string Key,
    byte[] Mac)
{
    /// <summary>Stands for the seal before the first one.</summary>
    public static readonly byte[] NoDigest = new byte[SHA256.HashSizeInBytes];

    /// <summary>The seal as an operator keeps it outside.</summary>
    public string Reference => ExpectedSeal.Format(Number, Digest);

    /// <summary>The MAC and the digest alone could be those of another seal.</summary>
    /// <param name="key">The key that the seal names.</param>
    /// <param name="previous">The digest of the seal before.</param>
    public bool IsGenuine(MasterKey key, byte[] previous) =>
        key.HasSealedAudit(Mac, Digest) && ComputeDigest(previous).AsSpan().SequenceEqual(Digest);

    public byte[] ComputeDigest(byte[] previous) => new CanonicalForm()
        .Field("secureauth audit seal")
        .Number(Number)
        .Fixed(previous)
        .Time(SealedAt)
        .Number(ToId)
        .Time(OldestAt)
        .Time(NewestAt)
        .Number(EventCount)
        .Fixed(EventRoot)
        .Number(RefreshCount)
        .Fixed(RefreshRoot)
        .Digest();
}
