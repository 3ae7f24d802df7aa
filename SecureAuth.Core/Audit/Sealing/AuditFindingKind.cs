namespace SecureAuth.Core.Audit.Sealing;

/// <summary>The kinds of <see cref="AuditFinding"/>. Scripts rely on the names.</summary>
public enum AuditFindingKind
{
    RowChanged = 1,
    RowRemoved = 2,

    /// <summary>A row among the sealed ones that no seal contains.</summary>
    RowInserted = 3,

    /// <summary>A row was erased although its user was not deleted, or nothing says so.</summary>
    ErasureUnexplained = 4,

    /// <summary>A seal, or what it says about its rows.</summary>
    SealChanged = 5,

    SealRemoved = 6,

    /// <summary>The record of what the purges have removed.</summary>
    BeginningChanged = 7,

    /// <summary>The seal that was kept outside is not there.</summary>
    ExpectedSealMissing = 8,

    /// <summary>A seal needs a master key that is not configured.</summary>
    KeyMissing = 9,

    /// <summary>Rows are not sealed in time.</summary>
    Unsealed = 10,
}
