using System.Net;
using SecureAuth.Core.Audit;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A row of the audit table.</summary>
internal sealed record AuditTrailRow(
    AuditEvent Event,
    AuditOutcome Outcome,
    ActorKind ActorKind,
    string? ActorName,
    Guid? UserId,
    Guid? SessionId,
    string? Reason,
    string? Address,
    string? UserAgent,
    string? RequestId,
    string TraceId);

/// <summary>The audit table as a test reads it, oldest row first.</summary>
internal static class AuditTrail
{
    public static Task<IReadOnlyList<AuditTrailRow>> AuditOfRequestAsync(this Database database, Response response) =>
        database.AuditWhereAsync("request_id = $1", response.RequestId);

    public static Task<IReadOnlyList<AuditTrailRow>> AuditOfUserAsync(this Database database, Guid userId) =>
        database.AuditWhereAsync("user_id = $1", userId);

    public static Task<IReadOnlyList<AuditTrailRow>> AuditOfUserAsync(
        this Database database, Guid userId, AuditEvent @event) =>
        database.AuditWhereAsync("user_id = $1 AND event = $2", userId, @event);

    public static Task<IReadOnlyList<AuditTrailRow>> AuditOfUserAsync(this Database database, Guid userId, ActorKind actor) =>
        database.AuditWhereAsync("user_id = $1 AND actor_kind = $2", userId, actor);

    public static Task<IReadOnlyList<AuditTrailRow>> AuditOfEventAsync(this Database database, AuditEvent @event) =>
        database.AuditWhereAsync("event = $1", @event);

    public static async Task<IReadOnlyList<AuditTrailRow>> AuditWhereAsync(
        this Database database, string condition, params object[] parameters)
    {
        var rows = await database.RowsAsync($"SELECT * FROM audit_events WHERE {condition} ORDER BY id", parameters);
        return
        [
            .. rows.Select(row => new AuditTrailRow(
                (AuditEvent)(int)row["event"]!,
                (AuditOutcome)(int)row["outcome"]!,
                (ActorKind)(int)row["actor_kind"]!,
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

    /// <summary>The number of rows of an event that the calls of one client caused.</summary>
    public static Task<long> AuditCountAsync(this Database database, AuditEvent @event, TestClient client) =>
        database.AuditCountWhereAsync("event = $1 AND address = $2::inet", @event, client.Address);

    public static Task<long> AuditCountOfUserAsync(this Database database, AuditEvent @event, Guid userId) =>
        database.AuditCountWhereAsync("event = $1 AND user_id = $2", @event, userId);

    public static Task<long> AuditCountOfSessionAsync(this Database database, AuditEvent @event, Guid sessionId) =>
        database.AuditCountWhereAsync("event = $1 AND session_id = $2", @event, sessionId);

    public static Task<long> AuditCountWhereAsync(this Database database, string condition, params object[] parameters) =>
        database.ScalarAsync<long>($"SELECT count(*) FROM audit_events WHERE {condition}", parameters);
}
