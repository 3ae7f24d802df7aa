using System.Globalization;
using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>One address, two instances, one bucket.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class RateLimitRaceTests(Replicas replicas)
{
    private const int Permits = 10;

    /// <summary>Seconds until one more permit is there, as Redis counts them; with half of the permits, twice as long.</summary>
    private const int Interval = 3600 / Permits;

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

        // Both instances have ended, and have written what they still had to.
        var undisturbed = 0;
        foreach (var (client, answers) in rounds)
        {
            answers.AreAll(HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
            if (answers.Any(IsWithoutRedis))
            {
                continue;
            }

            undisturbed++;
            Assert.All(answers.Where(a => a.Code == "rate_limited"), a => Assert.InRange(a.RetryAfter!.Value, 1, Interval));
            Assert.Equal(Permits, answers.Count(HttpStatusCode.Unauthorized));
            Assert.Equal(1, await replicas.Database.AuditCountAsync(AuditEvent.RateLimited, client));
        }

        Assert.True(undisturbed > 0, "Redis was late in every round.");
    }

    /// <summary>
    /// On a busy machine Redis may be late for a call. The instance then counts by itself, and the round says nothing.
    /// </summary>
    private static bool IsWithoutRedis(Answer answer)
    {
        var seconds = int.Parse(answer.Header("RateLimit")!.Split(";t=")[1], CultureInfo.InvariantCulture);
        return seconds is > Interval and <= 2 * Interval;
    }
}
