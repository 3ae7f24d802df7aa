using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>What the audit table says about one user, the oldest first.</summary>
internal sealed record AuditRows(AuditEvent Event, AuditOutcome Outcome, string? Reason, Guid? SessionId, string? Address, string? UserAgent)
{
    public static async Task<IReadOnlyList<AuditRows>> OfAsync(TestSystem system, Guid userId)
    {
        var rows = await system.Database.RowsAsync(
            "SELECT event, outcome, reason, session_id, host(address) AS address, user_agent FROM audit_events WHERE user_id = $1 ORDER BY id",
            userId);
        return [.. rows.Select(row => new AuditRows(
            (AuditEvent)(int)row["event"]!,
            (AuditOutcome)(int)row["outcome"]!,
            (string?)row["reason"],
            (Guid?)row["session_id"],
            (string?)row["address"],
            (string?)row["user_agent"]))];
    }

    public static async Task<int> CountAsync(TestSystem system, Guid userId, AuditEvent @event) =>
        (await OfAsync(system, userId)).Count(row => row.Event == @event);
}
