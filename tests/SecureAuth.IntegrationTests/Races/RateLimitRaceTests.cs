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
        await using (var first = await replicas.System.StartPatientProcessAsync(limits))
        await using (var second = await replicas.System.StartPatientProcessAsync(limits))
        {
            // The first calls meet code that is not compiled yet, and may exceed the time that Redis has.
            await CallAsync(replicas.NewClient(), first, second);
            for (var round = 0; round < Race.Rounds; round++)
            {
                await UsesRedisAsync(first);
                await UsesRedisAsync(second);
                var client = replicas.NewClient();
                rounds.Add((client, await CallAsync(client, first, second)));
            }
        }

        // Both instances have stopped and have written their queued audit rows.
        foreach (var (client, responses) in rounds)
        {
            if (responses.Any(IsWithoutRedis))
            {
                // An instance that Redis answered too late counted alone, and granted at most half of the permits more.
                Assert.InRange(responses.Count(HttpStatusCode.Unauthorized), Permits / 2, 2 * Permits);
                continue;
            }

            Assert.All(responses.Where(a => a.Code == "rate_limited"), a => Assert.InRange(a.RetryAfter!.Value, 1, Interval));
            Assert.Equal(Permits, responses.Count(HttpStatusCode.Unauthorized));
            Assert.Equal(1, await replicas.Database.AuditCountAsync(AuditEvent.RateLimited, client));
        }

        Assert.Contains(rounds, round => !round.Responses.Any(IsWithoutRedis));
    }

    private static async Task<IReadOnlyList<Response>> CallAsync(TestClient client, ApiProcess first, ApiProcess second)
    {
        var responses = await Race.RunAsync(client, (either, _) => either.RefreshAsync("unknown"), first, second);
        responses.AreAll(HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests);
        return responses;
    }

    /// <summary>After a late reply an instance does not ask Redis for a while.</summary>
    private Task UsesRedisAsync(ApiProcess instance) => Eventually.IsTrueAsync(
        async () => !IsWithoutRedis(await replicas.NewClient().Through(instance).RefreshAsync("unknown")),
        "the instance uses Redis");

    /// <summary>An instance that counts alone states a longer interval, because it grants half of the permits.</summary>
    private static bool IsWithoutRedis(Response response)
    {
        var seconds = int.Parse(response.Header("RateLimit")!.Split(";t=")[1], CultureInfo.InvariantCulture);
        return seconds is > Interval and <= 2 * Interval;
    }
}
