using System.Net;

namespace SecureAuth.Core.Audit;

/// <summary>
/// A row of the audit table. Rows are only ever inserted; no role of the product has the privilege to update or delete them. Two
/// functions of the database delete batches whose retention has passed. The deletion of a user erases the address, the user agent
/// and the request id from the user's rows by a trigger.
/// </summary>
public sealed class AuditRow
{
    public long Id { get; init; }

    /// <summary>The time of the event by the clock of Postgres.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    public AuditEvent Event { get; init; }

    public AuditOutcome Outcome { get; init; }

    public ActorKind ActorKind { get; init; }

    public string? ActorName { get; init; }

    public Guid? UserId { get; init; }

    public Guid? SessionId { get; init; }

    public string? Reason { get; init; }

    public IPAddress? Address { get; init; }

    public string? UserAgent { get; init; }

    public string? RequestId { get; init; }

    public required string TraceId { get; init; }

    /// <summary>
    /// Makes the digest of the personal columns unguessable. Null in rows that are older than the seals, or erased.
    /// </summary>
    public Guid? Salt { get; init; }

    /// <summary>What the erasure leaves of the personal columns, so that the seal can still be verified.</summary>
    public byte[]? ErasedDigest { get; init; }
}
