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

    /// <summary>The permits of each of these services. Other instances share the buckets of theirs.</summary>
    public const int CallsOfService = 40;

    /// <summary>The requests with wrong credentials that an address may send.</summary>
    public const int WrongSecrets = 30;

    public const string Service = "limited";

    public const string BusyService = "busy";

    /// <summary>The secret of both services.</summary>
    internal string ServiceSecret => system.Settings.ServiceSecret;

    internal RunningApi Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var settings = system.Settings.ForApi();
        settings["OAuth__Clients__0__Id"] = Service;
        settings["OAuth__Clients__1__Id"] = BusyService;
        settings["OAuth__Clients__1__SecretSha256"] = Settings.HashOf(ServiceSecret);
        foreach (var (policy, permits) in new[]
        {
            ("Register", "3"), ("Login", "5"), ("Refresh", "30"), ("Default", "300"), ("Client", $"{CallsOfService}"),
            ("ClientAuthentication", $"{WrongSecrets}"),
        })
        {
            settings[$"RateLimits__{policy}__Permits"] = permits;
            settings[$"RateLimits__{policy}__Window"] = "1.00:00:00";
        }

        Api = await HostedApi.StartAsync(settings);
    }

    internal TestClient NewClient(string? address = null) =>
        address is null ? new TestClient(Api) : new TestClient(Api) { Address = address };

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}
