using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Another database on the server of the run, for a test whose changes every other test would notice.</summary>
internal sealed class OwnDatabase : IAsyncDisposable
{
    private readonly TestSystem _system;
    private readonly string _name;

    private OwnDatabase(TestSystem system, string name)
    {
        _system = system;
        _name = name;
        Settings = system.Settings.On(name);
        Database = new Database(Settings.Owner);
    }

    public Settings Settings { get; }

    public Database Database { get; }

    /// <summary>A migrated database without users.</summary>
    public static Task<OwnDatabase> CreateAsync(TestSystem system) => CreateAsync(system, TestSystem.MigratedDatabase);

    /// <summary>A database without a schema.</summary>
    public static Task<OwnDatabase> CreateEmptyAsync(TestSystem system) => CreateAsync(system, "template1");

    /// <summary>
    /// A copy with every row, like a dump that was restored beside the original. Nobody may be connected to the original.
    /// </summary>
    public Task<OwnDatabase> CopyAsync()
    {
        Database.CloseIdleConnections();
        return CreateAsync(_system, _name);
    }

    public Task<CliResult> MigrateAsync(params string[] options) => Cli.MigrateAsync(Settings, options);

    /// <summary>The key of this database's revocations in Redis.</summary>
    public async Task<RedisKey> RevocationKeyAsync()
    {
        var server = await Database.ScalarAsync<string>(
            """
            SELECT (SELECT system_identifier::text FROM pg_control_system())
                || ':' || (SELECT oid::text FROM pg_database WHERE datname = current_database())
                || ':' || (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint::text
            """);
        return $"secureauth:{{revocations:{server}}}:tokens";
    }

    /// <summary>Starts an instance of the API on this database. The caller disposes of it.</summary>
    public Task<HostedApi> StartApiAsync(params (string Key, string Value)[] settings) =>
        HostedApi.StartAsync(Settings.ForApi(settings));

    /// <summary>Starts an instance in a process of its own. The caller disposes of it.</summary>
    public Task<ApiProcess> StartProcessAsync(params (string Key, string Value)[] settings) =>
        ApiProcess.StartAsync(Settings.ForApi(settings));

    /// <summary>Blocks every write to a table until the result is disposed of, like a server that stalls.</summary>
    public Task<IAsyncDisposable> BlockWritesAsync(string table) => Database.LockAsync(table, "EXCLUSIVE");

    /// <summary>Blocks every read of a table too.</summary>
    public Task<IAsyncDisposable> BlockReadsAsync(string table) => Database.LockAsync(table, "ACCESS EXCLUSIVE");

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _system.Database.DropAsync(_name);
    }

    private static async Task<OwnDatabase> CreateAsync(TestSystem system, string template)
    {
        Assert.SkipWhen(system.Postgres.Server is null, "No database is created on a configured server.");
        var name = $"own_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await system.Database.ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return new OwnDatabase(system, name);
    }
}
