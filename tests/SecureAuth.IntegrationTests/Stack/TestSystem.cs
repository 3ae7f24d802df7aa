[assembly: AssemblyFixture(typeof(TestSystem))]

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// The whole system, once a run: PostgreSQL, Redis, the schema as <c>secureauth migrate</c> makes it, and one instance of
/// the API that most tests share. All of it ends with the test process, even if that is killed.
/// </summary>
public sealed class TestSystem : IAsyncLifetime
{
    internal Postgres Postgres { get; private set; } = null!;

    internal Redis Redis { get; private set; } = null!;

    /// <summary>As the owner of the schema.</summary>
    internal Database Database { get; private set; } = null!;

    internal Settings Settings { get; private set; } = null!;

    /// <summary>The shared instance: its limits are out of the way, its mails are optional, its bcrypt is cheap.</summary>
    internal ApiProcess Api { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var redis = Redis.StartAsync();
        Postgres = await Postgres.StartAsync(CancellationToken.None);
        Redis = await redis;
        TestContext.Current.SendDiagnosticMessage($"PostgreSQL: {Postgres.Description}. Redis: {Redis.Description}.");

        Settings = new Settings(Postgres.OwnerConnection, Postgres.ApiConnection, Postgres.OperatorConnection, Redis);
        Database = new Database(Postgres.OwnerConnection);
        await Operators.MigrateAsync(Settings);
        Api = await ApiProcess.StartAsync(Settings.ForApi());
    }

    /// <summary>An instance with settings of its own, on the same stores. The caller disposes of it.</summary>
    internal Task<ApiProcess> StartApiAsync(params (string Key, string Value)[] settings) => ApiProcess.StartAsync(With(settings));

    /// <summary>The shared instance's settings and some others.</summary>
    internal Dictionary<string, string> With(params (string Key, string Value)[] settings)
    {
        var all = Settings.ForApi();
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return all;
    }

    /// <summary>A client at an address of its own, of the shared instance.</summary>
    internal TestClient NewClient() => new(Api);

    public async ValueTask DisposeAsync()
    {
        await (Api?.DisposeAsync() ?? ValueTask.CompletedTask);
        var errors = Api?.Log.Records.Where(record => record.GetProperty("LogLevel").GetString() is "Error" or "Critical").ToList();
        await (Database?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Postgres?.DisposeAsync() ?? ValueTask.CompletedTask);

        // No test breaks the shared instance: an error in its log is a defect that no answer showed.
        Assert.True(errors is null or [], $"The shared instance has logged errors:\n{string.Join('\n', errors ?? [])}");
    }
}
