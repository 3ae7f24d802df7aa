using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>Counts the outcomes of a race, in the responses and in the database.</summary>
internal static class Outcomes
{
    public static int Count(this IEnumerable<Response> responses, HttpStatusCode status) =>
        responses.Count(a => a.Status == status);

    public static int Count(this IEnumerable<Response> responses, string code) => responses.Count(a => a.Code == code);

    /// <summary>Fails if any response has another status.</summary>
    public static void AreAll(this IEnumerable<Response> responses, params HttpStatusCode[] expected) =>
        Assert.All(responses, response => Assert.True(expected.Contains(response.Status), response.ToString()));

    public static async Task<bool> IsRevokedAsync(this Database database, Guid sessionId) =>
        await database.ScalarAsync<bool>("SELECT revoked_at IS NOT NULL FROM sessions WHERE id = $1", sessionId);
}
