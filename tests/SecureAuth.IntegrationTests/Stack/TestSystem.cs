using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

[assembly: AssemblyFixture(typeof(TestSystem))]

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// The whole system, started once a run: PostgreSQL, Redis, the schema from <c>secureauth migrate</c>, and one instance of the
/// API that most tests share. All of it ends with the test process, even if that is killed.
/// </summary>
public sealed class TestSystem : IAsyncLifetime
{
    /// <summary>A copy of the freshly migrated database: copying it again is faster than another migration.</summary>
    internal const string MigratedDatabase = "migrated";

    private const int MaxWarnings = 30;

    private readonly Lazy<Task<ApiProcess[]>> _replicas;

    private readonly TemporaryFolder _mails = TemporaryFolder.Create("secureauth-mails-");

    public TestSystem() => _replicas = new(() => Task.WhenAll(StartPatientProcessAsync(), StartPatientProcessAsync()));

    internal Postgres Postgres { get; private set; } = null!;

    internal Redis Redis { get; private set; } = null!;

    /// <summary>The database, connected as the owner of the schema.</summary>
    internal Database Database { get; private set; } = null!;

    internal Settings Settings { get; private set; } = null!;

    /// <summary>Whether the shared instance gives up as soon as in production, for tests of faults.</summary>
    internal bool HasProductTimeouts { get; init; }

    /// <summary>
    /// The shared instance, with high rate limits, optional e-mail verification and a low work factor. It is patient.
    /// </summary>
    internal ApiProcess Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var redis = Redis.StartAsync();
        Postgres = await Postgres.StartAsync(CancellationToken.None);
        Redis = await redis;
        TestContext.Current.SendDiagnosticMessage($"PostgreSQL: {Postgres.Description}. Redis: {Redis.Description}.");

        Settings = new Settings(
            Postgres.OwnerConnection, Postgres.ApiConnection, Postgres.OperatorConnection, Redis.ConnectionString)
        {
            MailFolder = _mails.Path,
        };
        Database = new Database(Postgres.OwnerConnection);
        await Cli.MigrateAsync(Settings);
        if (Postgres.Server is not null)
        {
            await Database.ExecuteAsync($"CREATE DATABASE {MigratedDatabase} TEMPLATE {Database.Name}");
        }

        Api = await (HasProductTimeouts ? StartProcessAsync() : StartPatientProcessAsync());
    }

    /// <summary>Two more shared and patient instances, started for the first test that asks for them.</summary>
    internal Task<ApiProcess[]> ReplicasAsync() => _replicas.Value;

    /// <summary>One of the shared replicas.</summary>
    internal async Task<ApiProcess> ReplicaAsync() => (await ReplicasAsync())[0];

    /// <summary>
    /// Starts a process with long command timeouts. Fifty callers that queue for one row on a busy machine are then no outage,
    /// and a timeout cannot hide a deadlock, which PostgreSQL breaks after a second. The caller disposes of the instance.
    /// </summary>
    internal Task<ApiProcess> StartPatientProcessAsync(params (string Key, string Value)[] settings) =>
        StartProcessAsync([Settings.Patience, .. settings]);

    /// <summary>Starts an instance in a process of its own, on the same stores. The caller disposes of it.</summary>
    internal Task<ApiProcess> StartProcessAsync(params (string Key, string Value)[] settings) =>
        ApiProcess.StartAsync(Settings.ForApi(settings));

    /// <summary>Starts an instance with its own settings on the same stores. The caller disposes of it.</summary>
    internal Task<HostedApi> StartApiAsync(params (string Key, string Value)[] settings) =>
        HostedApi.StartAsync(Settings.ForApi(settings));

    /// <summary>The mails that have arrived for an address.</summary>
    internal Mailbox MailboxOf(string address) => new(Settings.MailFolder, address);

    /// <summary>A client of the shared instance with its own address.</summary>
    internal TestClient NewClient() => new(Api);

    /// <summary>The configured service, calling the shared instance or another one on the same settings.</summary>
    internal ServiceCaller NewService(RunningApi? api = null) => new(new TestClient(api ?? Api), Settings.ServiceSecret);

    public async ValueTask DisposeAsync()
    {
        var errors = new List<JsonElement>();
        var warnings = new List<JsonElement>();
        foreach (var api in (IEnumerable<ApiProcess>)[.. Api is null ? [] : (ApiProcess[])[Api], .. await StartedReplicasAsync()])
        {
            await api.DisposeAsync();
            errors.AddRange(api.Log.Errors);
            warnings.AddRange(api.Log.Warnings);
        }

        await (Database?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Postgres?.DisposeAsync() ?? ValueTask.CompletedTask);
        _mails.Dispose();

        if (!HasProductTimeouts)
        {
            // They explain a 503 that a test did not expect.
            TestContext.Current.SendDiagnosticMessage($"Last warnings:\n{string.Join('\n', warnings.TakeLast(MaxWarnings))}");
        }

        // No test breaks the shared instances: an error in their logs is a defect that no response showed.
        Assert.True(errors is [], $"The shared instances logged errors:\n{string.Join('\n', errors)}");
    }

    private async Task<ApiProcess[]> StartedReplicasAsync() => _replicas.IsValueCreated ? await _replicas.Value : [];
}
