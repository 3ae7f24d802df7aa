namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// The shared replicas, for classes that race on them beside other tests. The collection keeps the races apart.
/// </summary>
[CollectionDefinition(nameof(PatientReplicas))]
public sealed class PatientReplicas(TestSystem system) : IAsyncLifetime, ICollectionFixture<PatientReplicas>
{
    private ApiProcess[] _instances = [];

    internal ApiProcess Second => _instances[1];

    public async ValueTask InitializeAsync() => _instances = await system.ReplicasAsync();

    internal Task<IReadOnlyList<Response>> RaceAsync(TestClient client, Func<TestClient, int, Task<Response>> call) =>
        Race.RunAsync(client, call, _instances);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
