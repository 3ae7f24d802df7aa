using System.Net;
using Microsoft.EntityFrameworkCore;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.AuditTrail;

/// <summary>A row of the audit table with the columns that operators read.</summary>
internal sealed record StoredEvent(
    long Id,
    DateTimeOffset OccurredAt,
    AuditEvent Event,
    AuditOutcome Outcome,
    ActorKind ActorKind,
    string? ActorName,
    Guid? UserId,
    Guid? SessionId,
    string? Reason,
    IPAddress? Address,
    string? UserAgent,
    string? RequestId,
    string TraceId)
{
    /// <summary>The columns are named, so that the table can get others.</summary>
    public static FormattableString Rows =>
        $"""
        SELECT id, occurred_at, event, outcome, actor_kind, actor_name, user_id, session_id, reason, address, user_agent,
            request_id, trace_id
        FROM audit_events
        """;

    /// <summary>All rows. Callers filter and page the query before they run it.</summary>
    public static IQueryable<StoredEvent> In(AuthDbContext db) => db.Database.SqlQuery<StoredEvent>(Rows);
}
