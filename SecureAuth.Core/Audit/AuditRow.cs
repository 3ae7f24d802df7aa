using System.Net;

namespace SecureAuth.Core.Audit;

/// <summary>
/// A line of the audit table. Rows are only ever inserted: the role that the API connects as has no right to change or
/// remove one.
/// </summary>
public sealed class AuditRow
{
    public long Id { get; init; }

    /// <summary>By the clock of Postgres.</summary>
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

    internal static AuditRow From(AuditEntry entry) => new()
    {
        Event = entry.Event,
        Outcome = entry.Outcome,
        ActorKind = entry.Actor.Kind,
        ActorName = entry.Actor.Name,
        UserId = entry.UserId,
        SessionId = entry.SessionId,
        Reason = entry.Reason?.Text,
        Address = entry.Actor.Address,
        UserAgent = entry.Actor.UserAgent,
        RequestId = entry.Actor.RequestId,
        TraceId = entry.Actor.TraceId,
    };
}
