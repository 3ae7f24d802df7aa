using System.Security.Cryptography;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>The rows of a batch that are purged together: the refreshes, or all others.</summary>
internal sealed record SealedPart(long[] Ids, byte[] Marks, byte[] Root)
{
    public static SealedPart Of(IReadOnlyCollection<AuditLeafRow> rows)
    {
        var leaf = new AuditLeaf();
        var ids = new long[rows.Count];
        var marks = new byte[rows.Count * AuditLeaf.MarkLength];
        using var root = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var index = 0;
        foreach (var row in rows)
        {
            var digest = leaf.Of(row);
            ids[index] = row.Id;
            digest.AsSpan(0, AuditLeaf.MarkLength).CopyTo(marks.AsSpan(index * AuditLeaf.MarkLength));
            root.AppendData(digest);
            index++;
        }

        return new SealedPart(ids, marks, root.GetHashAndReset());
    }
}
