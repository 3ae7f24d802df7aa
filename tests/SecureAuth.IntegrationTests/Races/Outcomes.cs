using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>Counts the outcomes of a race, in the responses and in the database.</summary>
internal static class Outcomes
{
    public static int Count(this IEnumerable<Answer> answers, HttpStatusCode status) => answers.Count(a => a.Status == status);

    public static int Count(this IEnumerable<Answer> answers, string code) => answers.Count(a => a.Code == code);

    /// <summary>Fails if any response has another status.</summary>
    public static void AreAll(this IEnumerable<Answer> answers, params HttpStatusCode[] expected) =>
        Assert.All(answers, answer => Assert.True(expected.Contains(answer.Status), answer.ToString()));

    public static async Task<bool> IsRevokedAsync(this Database database, Guid sessionId) =>
        await database.ScalarAsync<bool>("SELECT revoked_at IS NOT NULL FROM sessions WHERE id = $1", sessionId);
}
