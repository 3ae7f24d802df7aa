using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

[assembly: AssemblyFixture(typeof(TestSystem))]

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// The whole system, started once a run: PostgreSQL, Redis, the schema from <c>secureauth migrate</c>, and one instance of the
/// API that most tests share. All of it ends with the test process, even if that is killed.
/// </summary>
public sealed class TestSystem : IAsyncLifetime
{
    private readonly Lazy<Task<ApiProcess>> _replica;

    public TestSystem() => _replica = new(() => StartApiAsync());

    /// <summary>A copy of the freshly migrated database: copying it again is faster than another migration.</summary>
    internal const string MigratedDatabase = "migrated";

    internal Postgres Postgres { get; private set; } = null!;

    internal Redis Redis { get; private set; } = null!;

    /// <summary>The database, connected as the owner of the schema.</summary>
    internal Database Database { get; private set; } = null!;

    internal Settings Settings { get; private set; } = null!;

    /// <summary>The shared instance, with high rate limits, optional e-mail verification and a low work factor.</summary>
    internal ApiProcess Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var redis = Redis.StartAsync();
        Postgres = await Postgres.StartAsync(CancellationToken.None);
        Redis = await redis;
        TestContext.Current.SendDiagnosticMessage($"PostgreSQL: {Postgres.Description}. Redis: {Redis.Description}.");

        Settings = new Settings(
            Postgres.OwnerConnection, Postgres.ApiConnection, Postgres.OperatorConnection, Redis.ConnectionString);
        Database = new Database(Postgres.OwnerConnection);
        await Cli.MigrateAsync(Settings);
        if (Postgres.Server is not null)
        {
            await Database.ExecuteAsync($"CREATE DATABASE {MigratedDatabase} TEMPLATE {Database.Name}");
        }

        Api = await ApiProcess.StartAsync(Settings.ForApi());
    }

    /// <summary>A second shared instance, started for the first test that asks for it.</summary>
    internal Task<ApiProcess> ReplicaAsync() => _replica.Value;

    /// <summary>Starts an instance with its own settings on the same stores. The caller disposes of it.</summary>
    internal Task<ApiProcess> StartApiAsync(params (string Key, string Value)[] settings) =>
        ApiProcess.StartAsync(Settings.ForApi(settings));

    /// <summary>A client of the shared instance with its own address.</summary>
    internal TestClient NewClient() => new(Api);

    public async ValueTask DisposeAsync()
    {
        ApiProcess?[] shared = [Api, _replica.IsValueCreated ? await _replica.Value : null];
        var errors = new List<JsonElement>();
        foreach (var api in shared.OfType<ApiProcess>())
        {
            await api.DisposeAsync();
            errors.AddRange(api.Log.Errors);
        }

        await (Database?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Postgres?.DisposeAsync() ?? ValueTask.CompletedTask);

        // No test breaks the shared instances: an error in their logs is a defect that no response showed.
        Assert.True(errors is [], $"The shared instances logged errors:\n{string.Join('\n', errors)}");
    }
}
