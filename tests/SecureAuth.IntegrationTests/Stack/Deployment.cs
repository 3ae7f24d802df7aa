using Npgsql;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A database of its own on the same server, for what would be felt by every other test.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private static int _deployments;

    private readonly TestSystem _system;
    private readonly string _name;

    private Deployment(TestSystem system, string name)
    {
        _system = system;
        _name = name;
        var owner = On(system.Postgres.OwnerConnection, name);
        Settings = new Settings(
            owner, On(system.Postgres.ApiConnection, name), On(system.Postgres.OperatorConnection!, name), system.Redis);
        Database = new Database(owner);
    }

    public Settings Settings { get; }

    public Database Database { get; }

    /// <summary>Empty: without a schema.</summary>
    public static async Task<Deployment> CreateAsync(TestSystem system)
    {
        var name = $"deployment_{Environment.ProcessId}_{Interlocked.Increment(ref _deployments)}";
        await system.Database.ExecuteAsync($"CREATE DATABASE {name}");
        return new Deployment(system, name);
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _system.Database.DropAsync(_name);
    }

    private static string On(string connection, string database) =>
        new NpgsqlConnectionStringBuilder(connection) { Database = database }.ConnectionString;
}
