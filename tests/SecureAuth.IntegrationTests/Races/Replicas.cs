using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>These tests need both cores, so no other test runs beside them.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class RacesRunAlone : ICollectionFixture<Replicas>;

/// <summary>Two instances of the API on one PostgreSQL and one Redis.</summary>
public sealed class Replicas(TestSystem system) : IAsyncLifetime
{
    /// <summary>The maximum time until a revocation is effective everywhere.</summary>
    private static readonly TimeSpan RevocationTime = TimeSpan.FromSeconds(1);

    private ApiProcess[] _instances = [];

    internal TestSystem System => system;

    internal Database Database => system.Database;

    public async ValueTask InitializeAsync()
    {
        _instances = await system.ReplicasAsync();

        // Every caller gets a connection and compiled code, so that the race is about the stores rather than the warm-up.
        var client = system.NewClient();
        foreach (var instance in _instances)
        {
            await SignedInUser.CreateAsync(client.Through(instance));
        }

        await RaceAsync(client, (either, _) => either.GetAsync("/alive"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal TestClient NewClient() => system.NewClient();

    /// <summary>One client's calls at the same moment, half of them to each instance.</summary>
    internal Task<IReadOnlyList<Response>> RaceAsync(TestClient client, Func<TestClient, int, Task<Response>> call) =>
        Race.RunAsync(client, call, _instances);

    /// <summary>The client, calling one instance or the other.</summary>
    internal TestClient Either(TestClient client, int i) => client.Through(_instances[i % _instances.Length]);

    /// <summary>Fails unless every instance refuses every token. Call it after the revocation has been acknowledged.</summary>
    internal async Task AreRefusedAsync(IReadOnlyCollection<string> accessTokens)
    {
        Assert.NotEmpty(accessTokens);
        await Task.Delay(RevocationTime, TestContext.Current.CancellationToken);
        foreach (var instance in _instances)
        {
            var client = system.NewClient().Through(instance);
            var responses = await Task.WhenAll(accessTokens.Select(client.MeAsync));
            Assert.All(responses, response => Assert.Equal(HttpStatusCode.Unauthorized, response.Status));
        }
    }
}
