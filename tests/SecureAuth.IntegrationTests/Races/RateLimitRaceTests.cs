using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>One address, two instances, one bucket.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class RateLimitRaceTests(Replicas replicas)
{
    private const int Permits = 10;

    [Fact]
    public async Task Of_fifty_calls_at_two_instances_as_many_pass_as_there_are_permits()
    {
        (string, string)[] limits =
        [
            ("RateLimits__Refresh__Permits", $"{Permits}"),
            ("RateLimits__Refresh__Window", "01:00:00"),
            ("RateLimits__FallbackSettleTime", "00:00:00"),
        ];
        var rounds = new List<(TestClient Client, IReadOnlyList<Answer> Answers)>();
        await using (var first = await replicas.System.StartApiAsync(limits))
        await using (var second = await replicas.System.StartApiAsync(limits))
        {
            for (var round = 0; round < Race.Rounds; round++)
            {
                var client = replicas.NewClient();
                rounds.Add((client, await Replicas.RaceAsync(client, (either, _) => either.RefreshAsync("unknown"), first, second)));
            }
        }

        // Both instances have ended, and have written what they still had to: a round in which Redis was late says nothing.
        var undisturbed = 0;
        foreach (var (client, answers) in rounds)
        {
            answers.AreAll(HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
            if (await RedisWasLateAsync(answers))
            {
                continue;
            }

            undisturbed++;
            Assert.All(answers.Where(a => a.Code == "rate_limited"), a => Assert.InRange(a.RetryAfter!.Value, 1, 3600 / Permits));
            Assert.Equal(Permits, answers.Count(HttpStatusCode.Unauthorized));
            Assert.Equal(1, await replicas.Database.AuditCountAsync(AuditEvent.RateLimited, client));
        }

        Assert.True(undisturbed > 0, "Redis was late in every round.");
    }

    private async Task<bool> RedisWasLateAsync(IEnumerable<Answer> answers) => await replicas.Database.ScalarAsync<long>(
        "SELECT count(*) FROM audit_events WHERE event = $1 AND request_id = ANY($2)",
        (int)AuditEvent.RateLimitStoreLost, answers.Select(a => a.RequestId).ToArray()) > 0;
}
