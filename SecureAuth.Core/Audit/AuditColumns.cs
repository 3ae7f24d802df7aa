using SecureAuth.Core.Data;

namespace SecureAuth.Core.Audit;

/// <summary>
/// Inserts an audit row as part of a statement. An action of a single statement can thus be recorded by that same statement, in
/// one round trip.
/// </summary>
internal static class AuditColumns
{
    /// <summary>The table and its columns, for <see cref="ValuesOf"/> followed by the ids of the user and the session.</summary>
    public static readonly SqlFragment Table = new(
        """
        audit_events (
            event, outcome, actor_kind, actor_name, reason, address, user_agent, request_id, trace_id, user_id, session_id)
        """);

    public static FormattableString ValuesOf(AuditEntry entry)
    {
        var actor = entry.Actor;
        return
            $"""
            {(int)entry.Event}, {(int)entry.Outcome}, {(int)actor.Kind}, {actor.Name}::text, {entry.Reason?.Text}::text,
            {actor.Address}::inet, {actor.UserAgent}::text, {actor.RequestId}::text, {actor.TraceId}
            """;
    }
}
