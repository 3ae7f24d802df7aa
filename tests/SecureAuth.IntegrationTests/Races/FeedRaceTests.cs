using System.Diagnostics;
using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>Services that follow the feed on any replica miss nothing of what ends in parallel on all of them.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class FeedRaceTests(Replicas replicas)
{
    private const int Services = 10;

    [Fact]
    public async Task Fifty_sign_outs_in_parallel_reach_every_service_within_a_second()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var user = await SignedInUser.CreateAsync(client);
            var sessions = new List<SignedInUser> { user };
            while (sessions.Count < Race.Callers)
            {
                sessions.Add(await user.SignInAgainAsync());
            }

            var services = Enumerable.Range(0, Services).Select(
                i => FollowAsync(i, sessions.Select(session => session.SessionId))).ToList();

            var responses = await replicas.RaceAsync(client, (either, i) => either.LogoutAsync(sessions[i].AccessToken));
            var acknowledged = Stopwatch.GetTimestamp();

            responses.AreAll(HttpStatusCode.NoContent);
            foreach (var finished in await Task.WhenAll(services))
            {
                Assert.InRange(
                    Stopwatch.GetElapsedTime(acknowledged, finished), TimeSpan.FromMinutes(-1), TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>Follows the feed with a cursor that goes from replica to replica.</summary>
    /// <returns>When the last of the sessions was reported.</returns>
    private async Task<long> FollowAsync(int first, IEnumerable<Guid> sessions)
    {
        var client = replicas.NewClient();
        var missing = new HashSet<Guid>(sessions);
        var list = await Service(first).ListAsync();
        missing.ExceptWith(list.Sessions);
        var cursor = list.Cursor;
        for (var i = first; missing.Count > 0; i++)
        {
            Assert.True(i < first + (10 * Race.Callers), $"{missing.Count} sessions are not reported.");
            var page = await Service(i).PollAsync(cursor, wait: 5);
            Assert.False(page.IsReset);
            missing.ExceptWith(page.Sessions);
            cursor = page.Cursor;
        }

        return Stopwatch.GetTimestamp();

        ServiceCaller Service(int i) => new(replicas.Either(client, i), replicas.System.Settings.ServiceSecret);
    }
}
