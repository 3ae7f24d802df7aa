namespace SecureAuth.Core.Audit.Sealing;

/// <summary>
/// Computes the digest of a row. The personal columns are in it only as a digest of their own, with a salt that an erasure
/// removes. So the row stays verifiable, and nobody can guess from the digest what was erased.
/// </summary>
internal sealed class AuditLeaf
{
    /// <summary>The beginning of a leaf, which a seal keeps for each row to tell which one was changed.</summary>
    public const int MarkLength = 8;

    /// <summary>The row is older than the seals and has no salt. Its personal columns cannot be proved.</summary>
    private const int WithoutPersonalColumns = 1;

    private const int WithPersonalColumns = 2;

    private readonly CanonicalForm _form = new();

    public byte[] Of(AuditLeafRow row)
    {
        var personal = row.ErasedDigest ?? (row.Salt is { } salt ? PersonalDigest(row, salt) : null);
        _form.Clear()
            .Number(personal is null ? WithoutPersonalColumns : WithPersonalColumns)
            .Number(row.Id)
            .Fixed(row.TimeBytes)
            .Number(row.Event)
            .Number(row.Outcome)
            .Number(row.ActorKind)
            .Field(row.ActorName)
            .Field(row.UserId)
            .Field(row.SessionId)
            .Field(row.HasPersonalReason ? null : row.Reason)
            .Field(row.TraceId);
        return personal is null ? _form.Digest() : _form.Fixed(personal).Digest();
    }

    /// <summary>The function <c>audit_personal_digest</c> of the database computes the same when it erases a user.</summary>
    public byte[] PersonalDigest(AuditLeafRow row, Guid salt) => _form.Clear()
        .Id(salt)
        .Field(row.AddressBytes)
        .Field(row.UserAgent)
        .Field(row.RequestId)
        .Field(row.HasPersonalReason ? row.Reason : null)
        .Digest();
}
