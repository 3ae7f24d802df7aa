using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Audit;

/// <summary>One thing to be recorded: what happened, to whom, and how it ended.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Outcome">Whether it was done or refused.</param>
/// <param name="Actor">Who asked.</param>
public sealed record AuditEntry(AuditEvent Event, AuditOutcome Outcome, Actor Actor) : Confidential
{
    /// <summary>The user whom it is about; null where no account is known.</summary>
    public Guid? UserId { get; init; }

    public Guid? SessionId { get; init; }

    public AuditReason? Reason { get; init; }
}
