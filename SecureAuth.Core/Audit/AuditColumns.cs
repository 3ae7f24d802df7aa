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

    /// <summary>
    /// The values for an event whose statement, or an earlier one of the same transaction, has locked the user's row or session.
    /// The user thus cannot be deleted before the row is committed.
    /// </summary>
    public static FormattableString ValuesOf(AuditEntry entry)
    {
        var actor = entry.Actor;
        return
            $"""
            {(int)entry.Event}, {(int)entry.Outcome}, {(int)actor.Kind}, {actor.Name}::text, {entry.Reason?.Text}::text,
            {actor.Address}::inet, {actor.UserAgent}::text, {actor.RequestId}::text, {actor.TraceId}
            """;
    }

    /// <summary>
    /// A SELECT of the values, with the ids of the user and the session. Of a user who has been deleted, only the id may be
    /// stored: a request that began before the deletion, or that comes with an old token, must not leave a new address behind.
    /// </summary>
    /// <param name="isAlone">
    /// Whether the statement is a transaction of its own. It then locks the user's row, so that it either is committed before a
    /// deletion, which erases the address, or sees that the user is gone. In a transaction with other locks, this lock could
    /// deadlock with the deletion, and the other locks have the same effect.
    /// </param>
    public static FormattableString Select(AuditEntry entry, bool isAlone)
    {
        var actor = entry.Actor;
        var locked = new SqlFragment(isAlone ? "FOR KEY SHARE" : "");
        return
            $"""
            SELECT {(int)entry.Event}, {(int)entry.Outcome}, {(int)actor.Kind}, {actor.Name}::text, {entry.Reason?.Text}::text,
                CASE WHEN a.may_identify THEN {actor.Address}::inet END,
                CASE WHEN a.may_identify THEN {actor.UserAgent}::text END,
                CASE WHEN a.may_identify THEN {actor.RequestId}::text END,
                {actor.TraceId}, {entry.UserId}::uuid, {entry.SessionId}::uuid
            FROM (
                SELECT {entry.UserId}::uuid IS NULL OR EXISTS (SELECT FROM users WHERE id = {entry.UserId}::uuid {locked})
                    AS may_identify) a
            """;
    }
}
