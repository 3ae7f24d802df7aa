using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>Counts what came of a race, in the answers and in what is kept.</summary>
internal static class Outcomes
{
    public static int Count(this IEnumerable<Answer> answers, HttpStatusCode status) => answers.Count(a => a.Status == status);

    public static int Count(this IEnumerable<Answer> answers, string code) => answers.Count(a => a.Code == code);

    /// <summary>Fails if there is an answer with another status.</summary>
    public static void AreAll(this IEnumerable<Answer> answers, params HttpStatusCode[] expected) =>
        Assert.All(answers, answer => Assert.True(expected.Contains(answer.Status), answer.ToString()));

    /// <summary>How many rows of an event the calls of one client have left.</summary>
    public static Task<long> AuditCountAsync(this Database database, AuditEvent @event, TestClient client) =>
        database.ScalarAsync<long>(
            "SELECT count(*) FROM audit_events WHERE event = $1 AND address = $2::inet", (int)@event, client.Address);

    public static Task<long> AuditCountAsync(this Database database, AuditEvent @event, Guid sessionId) =>
        database.ScalarAsync<long>(
            "SELECT count(*) FROM audit_events WHERE event = $1 AND session_id = $2", (int)@event, sessionId);

    public static async Task<bool> IsRevokedAsync(this Database database, Guid sessionId) =>
        await database.ScalarAsync<bool>("SELECT revoked_at IS NOT NULL FROM sessions WHERE id = $1", sessionId);
}
