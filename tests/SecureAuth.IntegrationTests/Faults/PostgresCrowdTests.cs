using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>A hanging PostgreSQL must not make the process unresponsive, however many callers there are.</summary>
[Collection(typeof(PostgresFaultsRunAlone))]
public sealed class PostgresCrowdTests(PostgresFaults faults)
{
    private const int Callers = 200;

    /// <summary>The promise is two seconds at the 99th percentile of an idle machine.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(3);

    /// <summary>An orchestrator's liveness probe times out after a second.</summary>
    private static readonly TimeSpan AliveBound = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Two_hundred_callers_are_refused_promptly_while_PostgreSQL_hangs()
    {
        var user = await SignedInUser.CreateAsync(new TestClient(faults.Api));
        var calls = Calls(user);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => calls[i % calls.Length]()));

        faults.Server.Pause();
        try
        {
            for (var round = 0; round < 2; round++)
            {
                var crowd = Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Timed.RunAsync(calls[i % calls.Length])));
                var alive = await SlowestAliveUntilAsync(user.Client, crowd);
                var responses = await crowd;
                Report(responses, alive);
                Assert.InRange(alive, TimeSpan.Zero, AliveBound);
                Assert.All(responses, timed =>
                {
                    Problems.Is("service_unavailable", timed.Response);
                    Assert.InRange(timed.Took, TimeSpan.Zero, Bound);
                });
            }
        }
        finally
        {
            faults.Server.Resume();
        }

        await Eventually.IsTrueAsync(
            async () => (await user.Client.MeAsync(user.AccessToken)).Status == HttpStatusCode.OK,
            "the token works again",
            Bound);
        await user.SignInAgainAsync();
    }

    private static Func<Task<Response>>[] Calls(SignedInUser user) =>
    [
        () => user.Client.MeAsync(user.AccessToken),
        () => user.Client.RefreshAsync("sart_unknown-to-everybody"),
        () => user.Client.LoginAsync(NewUser.Create().Email, "not the password"),
        () => user.Client.MeAsync(user.AccessToken),
    ];

    private static async Task<TimeSpan> SlowestAliveUntilAsync(TestClient client, Task crowd)
    {
        var slowest = TimeSpan.Zero;
        while (!crowd.IsCompleted)
        {
            var (response, took) = await Timed.RunAsync(() => client.GetAsync("/alive"));
            Assert.Equal(HttpStatusCode.OK, response.Status);
            slowest = took > slowest ? took : slowest;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken);
        }

        return slowest;
    }

    private static void Report(IEnumerable<(Response Response, TimeSpan Took)> responses, TimeSpan alive)
    {
        var times = responses.Select(timed => timed.Took.TotalMilliseconds).Order().ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"503 to {times.Count} callers: p50 {times[times.Count / 2]:F0} ms, p99 {times[times.Count * 99 / 100]:F0} ms. "
            + $"/alive took {alive.TotalMilliseconds:F0} ms at most.");
    }
}
