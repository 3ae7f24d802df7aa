using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.RateLimiting;

/// <summary>
/// An instance with the permits of the contract in windows of a day, so that no permit is refilled while a test counts, however
/// slow the machine is. The limits go by the clock of Redis, which cannot be moved.
/// <para>
/// Nothing else runs beside these tests: on a busy machine Redis may exceed its 100 ms, and the instance then grants half of the
/// permits.
/// </para>
/// </summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class LimitedApi(TestSystem system) : IAsyncLifetime, ICollectionFixture<LimitedApi>
{
    public const int Day = 86_400;

    internal ApiProcess Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = system.Settings.ForApi();
        foreach (var (policy, permits) in new[] { ("Register", "3"), ("Login", "5"), ("Refresh", "30"), ("Default", "300") })
        {
            settings[$"RateLimits__{policy}__Permits"] = permits;
            settings[$"RateLimits__{policy}__Window"] = "1.00:00:00";
        }

        Api = await ApiProcess.StartAsync(settings);
    }

    internal TestClient NewClient(string? address = null) =>
        address is null ? new TestClient(Api) : new TestClient(Api) { Address = address };

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
