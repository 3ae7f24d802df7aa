using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// Two instances of the API on the same stores with long command timeouts. Fifty callers that queue for one row on a busy
/// machine are then no outage, and a timeout cannot hide a deadlock, which PostgreSQL breaks after a second.
/// </summary>
[CollectionDefinition(nameof(PatientReplicas))]
public sealed class PatientReplicas(TestSystem system) : IAsyncLifetime, ICollectionFixture<PatientReplicas>
{
    internal ApiProcess First { get; private set; } = null!;

    internal ApiProcess Second { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        First = await StartAsync(system);
        Second = await StartAsync(system);
    }

    /// <summary>Another instance with long command timeouts.</summary>
    internal static Task<ApiProcess> StartAsync(TestSystem system, params (string Key, string Value)[] settings) =>
        system.StartApiAsync(
        [("ConnectionStrings__secureauth", system.Postgres.ApiConnection + ";Command Timeout=60;Timeout=60"), .. settings]);

    internal TestClient NewClient() => new(First);

    internal Task<IReadOnlyList<Response>> RaceAsync(TestClient client, Func<TestClient, int, Task<Response>> call) =>
        Race.RunAsync(client, call, First, Second);

    public async ValueTask DisposeAsync()
    {
        await (First?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Second?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
