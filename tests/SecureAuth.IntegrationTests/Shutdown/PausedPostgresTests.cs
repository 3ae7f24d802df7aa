using System.Diagnostics;
using SecureAuth.IntegrationTests.Faults;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Shutdown;

/// <summary>A shutdown is most likely when something else is wrong too.</summary>
[Collection(typeof(PostgresFaultsRunAlone))]
public sealed class PausedPostgresTests(PostgresFaults faults)
{
    [Fact]
    public async Task A_hanging_PostgreSQL_does_not_delay_the_shutdown()
    {
        await using var api = await faults.StartProcessAsync(("Shutdown__Delay", "00:00:03"));
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        using var hanging = await DrippingClient.StartAsync(api);

        faults.Server.Pause();
        var watch = Stopwatch.StartNew();
        try
        {
            var requests = Enumerable.Range(0, 20).Select(_ => user.Client.LoginAsync(user.Account)).ToList();
            var stopped = api.StopAsync();
            var responses = await Task.WhenAll(requests);
            await stopped;

            Assert.All(responses, response => Assert.Equal("service_unavailable", response.Code));
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
            Assert.Equal(0, await api.Exited);
        }
        finally
        {
            faults.Server.Resume();
        }

        await hanging.Ended;
        await Eventually.IsTrueAsync(
            async () => (await new TestClient(faults.Api).LoginAsync(user.Account)).Code is null, "the other instance works");
    }
}
