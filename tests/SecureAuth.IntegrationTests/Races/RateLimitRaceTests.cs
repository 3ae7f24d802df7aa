using System.Globalization;
using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>Two replicas share one bucket per address.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class RateLimitRaceTests(Replicas replicas)
{
    private const int Permits = 10;

    /// <summary>The first attempts meet code that is not compiled yet.</summary>
    private const int MostAttempts = 20;

    /// <summary>Seconds until Redis grants one more permit. With half of the permits it takes twice as long.</summary>
    private const int Interval = 3600 / Permits;

    [Fact]
    public async Task Of_fifty_calls_to_two_replicas_exactly_the_permits_pass()
    {
        (string, string)[] limits =
        [
            ("RateLimits__Refresh__Permits", $"{Permits}"),
            ("RateLimits__Refresh__Window", "01:00:00"),
            ("RateLimits__FallbackSettleTime", "00:00:00"),
        ];
        var rounds = new List<(TestClient Client, IReadOnlyList<Response> Responses)>();
        await using (var first = await replicas.System.StartApiAsync(limits))
        await using (var second = await replicas.System.StartApiAsync(limits))
        {
            for (var attempt = 0; attempt < MostAttempts && rounds.Count < Race.Rounds; attempt++)
            {
                await BecomeAnsweredByRedisAsync(first);
                await BecomeAnsweredByRedisAsync(second);
                var client = replicas.NewClient();
                var responses = await Race.RunAsync(client, (either, _) => either.RefreshAsync("unknown"), first, second);
                responses.AreAll(HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
                if (!responses.Any(IsWithoutRedis))
                {
                    rounds.Add((client, responses));
                }
            }
        }

        // Both instances have stopped and have written their queued audit rows.
        Assert.True(rounds.Count > 0, "Redis missed its budget in every round.");
        foreach (var (client, responses) in rounds)
        {
            Assert.All(responses.Where(a => a.Code == "rate_limited"), a => Assert.InRange(a.RetryAfter!.Value, 1, Interval));
            Assert.Equal(Permits, responses.Count(HttpStatusCode.Unauthorized));
            Assert.Equal(1, await replicas.Database.AuditCountAsync(AuditEvent.RateLimited, client));
        }
    }

    /// <summary>After a late reply an instance does not ask Redis for a while.</summary>
    private async Task BecomeAnsweredByRedisAsync(ApiProcess instance)
    {
        for (var i = 0; i < 100; i++)
        {
            if (!IsWithoutRedis(await replicas.NewClient().Through(instance).RefreshAsync("unknown")))
            {
                return;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// On a busy machine Redis may miss its budget. The instance then counts alone, and the round proves nothing.
    /// </summary>
    private static bool IsWithoutRedis(Response response)
    {
        var seconds = int.Parse(response.Header("RateLimit")!.Split(";t=")[1], CultureInfo.InvariantCulture);
        return seconds is > Interval and <= 2 * Interval;
    }
}
