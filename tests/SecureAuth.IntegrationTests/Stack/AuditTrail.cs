using System.Net;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A row of the audit table, its numbers as they are stored.</summary>
internal sealed record AuditTrailRow(
    int Event,
    int Outcome,
    int ActorKind,
    string? ActorName,
    Guid? UserId,
    Guid? SessionId,
    string? Reason,
    string? Address,
    string? UserAgent,
    string? RequestId,
    string TraceId);

internal static class AuditTrail
{
    /// <summary>What one request has left behind, in order.</summary>
    public static Task<IReadOnlyList<AuditTrailRow>> AuditOfAsync(this Database database, Answer answer) =>
        database.AuditWhereAsync("request_id = $1", answer.RequestId);

    public static async Task<IReadOnlyList<AuditTrailRow>> AuditWhereAsync(
        this Database database, string condition, params object[] parameters)
    {
        var rows = await database.RowsAsync($"SELECT * FROM audit_events WHERE {condition} ORDER BY id", parameters);
        return
        [
            .. rows.Select(row => new AuditTrailRow(
                (int)row["event"]!,
                (int)row["outcome"]!,
                (int)row["actor_kind"]!,
                (string?)row["actor_name"],
                (Guid?)row["user_id"],
                (Guid?)row["session_id"],
                (string?)row["reason"],
                ((IPAddress?)row["address"])?.ToString(),
                (string?)row["user_agent"],
                (string?)row["request_id"],
                (string)row["trace_id"]!)),
        ];
    }
}
