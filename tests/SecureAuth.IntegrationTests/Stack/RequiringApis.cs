namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Two replicas on the shared stores that require a second factor. The shared instance beside them does not.</summary>
[CollectionDefinition(nameof(RequiringApis))]
public sealed class RequiringApis(TestSystem system) : IAsyncLifetime, ICollectionFixture<RequiringApis>
{
    private ApiProcess[] _instances = [];

    public async ValueTask InitializeAsync() => _instances = await Task.WhenAll(StartAsync(), StartAsync());

    internal TestClient NewClient() => new(_instances[0]);

    /// <summary>Whether either instance has logged this text.</summary>
    internal bool HaveLogged(string text) => _instances.Any(instance => instance.Log.Contains(text));

    /// <summary>The same client calling one of these instances.</summary>
    internal TestClient Through(TestClient client) => client.Through(_instances[0]);

    internal Task<IReadOnlyList<Response>> RaceAsync(TestClient client, Func<TestClient, int, Task<Response>> call) =>
        Race.RunAsync(client, call, _instances);

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
            Assert.Empty(instance.Log.Errors);
        }
    }

    private Task<ApiProcess> StartAsync() => system.StartPatientProcessAsync(
        ("Accounts__SecondFactor", "Required"), ("Accounts__Usernames", "Optional"));
}
