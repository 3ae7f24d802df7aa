namespace SecureAuth.Core.Audit.Sealing;

/// <summary>The result of a verification.</summary>
/// <param name="Intact">Whether there is no finding.</param>
/// <param name="Seals">The number of verified seals.</param>
/// <param name="Rows">The number of rows that were compared with them.</param>
/// <param name="FirstSeal">The number of the oldest seal, or null if there is none.</param>
/// <param name="LastSeal">The last seal, as it can be kept outside, or null if there is none.</param>
/// <param name="SealedAt">The time of the last seal.</param>
/// <param name="UnsealedAge">The age of the oldest row after the last seal, or null if there is none.</param>
/// <param name="Findings">What is wrong, the oldest first. The verification stops after some findings.</param>
public sealed record AuditReport(
    bool Intact,
    long Seals,
    long Rows,
    long? FirstSeal,
    string? LastSeal,
    DateTimeOffset? SealedAt,
    TimeSpan? UnsealedAge,
    IReadOnlyList<AuditFinding> Findings);
