using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Telemetry.Otlp;

namespace SecureAuth.IntegrationTests.Telemetry;

/// <summary>The classes whose tests share one observed instance.</summary>
[CollectionDefinition]
public sealed class ObservedApiTests : ICollectionFixture<ObservedApi>;

/// <summary>
/// One instance of the API that reports to a collector of its own. It has a database of its own too, so that its telemetry is
/// about nothing but its tests.
/// </summary>
public sealed class ObservedApi(TestSystem system) : OptionalFixture
{
    /// <summary>The registrations that one client address may try.</summary>
    internal const int Registrations = 10;

    private OwnDatabase? _own;

    private RunningApi? _api;

    internal OtlpCollector Collector { get; private set; } = null!;

    internal OwnDatabase Own => Started(_own);

    internal RunningApi Api => Started(_api);

    internal Settings Settings => Own.Settings;

    private protected override async Task StartAsync()
    {
        Collector = await OtlpCollector.StartAsync();
        _own = await OwnDatabase.CreateAsync(system);
        _api = await Own.StartProcessAsync([.. Collector.Settings(), ("RateLimits__Register__Permits", $"{Registrations}")]);
    }

    internal TestClient NewClient() => new(Api);

    /// <summary>The settings of a command on the database of the instance, with telemetry.</summary>
    internal Dictionary<string, string> ForOperators(OtlpCollector collector)
    {
        var settings = Settings.ForMigration();
        foreach (var (key, value) in collector.Settings())
        {
            settings[key] = value;
        }

        return settings;
    }

    public override async ValueTask DisposeAsync()
    {
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_own?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Collector?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
