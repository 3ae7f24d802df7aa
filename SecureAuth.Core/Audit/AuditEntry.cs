using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Audit;

/// <summary>A security event to record.</summary>
/// <param name="Event">The kind of event.</param>
/// <param name="Outcome">Whether the action succeeded or was refused.</param>
/// <param name="Actor">The origin of the action.</param>
public sealed record AuditEntry(AuditEvent Event, AuditOutcome Outcome, Actor Actor) : Confidential
{
    /// <summary>The user the event is about, or null if the account is unknown.</summary>
    public Guid? UserId { get; init; }

    public Guid? SessionId { get; init; }

    public AuditReason? Reason { get; init; }
}
