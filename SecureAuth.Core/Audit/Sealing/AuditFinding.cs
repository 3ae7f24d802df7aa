namespace SecureAuth.Core.Audit.Sealing;

/// <summary>What is wrong with the audit.</summary>
/// <param name="Detail">A sentence for the operator.</param>
public sealed record AuditFinding(AuditFindingKind Kind, string Detail)
{
    public long? Seal { get; init; }

    /// <summary>The id of the row.</summary>
    public long? Row { get; init; }

    /// <summary>The time in the row as it is now, or null if it was removed.</summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>The event in the row as it is now, or null if it was removed.</summary>
    public string? Event { get; init; }
}
