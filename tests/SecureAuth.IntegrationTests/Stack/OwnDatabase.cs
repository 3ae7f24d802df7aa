using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A second, migrated and otherwise empty database on the server of the run: for a test that must have one to itself.</summary>
internal sealed class OwnDatabase : IAsyncDisposable
{
    private readonly TestSystem _system;
    private readonly string _name;
    private readonly string _ownerConnection;

    private OwnDatabase(TestSystem system, string name)
    {
        _system = system;
        _name = name;
        _ownerConnection = In(system.Postgres.OwnerConnection);
        Database = new Database(_ownerConnection);
    }

    public Database Database { get; }

    public static async Task<OwnDatabase> CreateAsync(TestSystem system)
    {
        var own = await CreateEmptyAsync(system);
        await own.MigrateAsync();
        return own;
    }

    /// <summary>Without a schema.</summary>
    public static Task<OwnDatabase> CreateEmptyAsync(TestSystem system) => CreateAsync(system, template: "template1");

    /// <summary>As a dump that was restored beside it, every row included. Nobody may be connected to this one.</summary>
    public Task<OwnDatabase> CopyAsync()
    {
        Database.LetGo();
        return CreateAsync(_system, _name);
    }

    public Task MigrateAsync() => OperatorRun.DoneAsync(ForMigration(), "migrate");

    public Dictionary<string, string> ForMigration() => new(ForOperators()) { ["ConnectionStrings__migrations"] = _ownerConnection };

    public Dictionary<string, string> ForOperators() => new(With())
    {
        ["ConnectionStrings__operator"] = In(_system.Postgres.OperatorConnection!),
    };

    /// <summary>The run's settings, on this database, and some others.</summary>
    public Dictionary<string, string> With(params (string Key, string Value)[] settings)
    {
        var all = _system.With(settings);
        all["ConnectionStrings__secureauth"] = In(_system.Postgres.ApiConnection);
        return all;
    }

    /// <summary>Lets nothing be written to a table until the result is disposed of: a server that stalls.</summary>
    public Task<IAsyncDisposable> StallAsync(string table) => LockAsync(table, "EXCLUSIVE");

    /// <summary>Lets nobody even read a table until the result is disposed of.</summary>
    public Task<IAsyncDisposable> HideAsync(string table) => LockAsync(table, "ACCESS EXCLUSIVE");

    [SuppressMessage("Security", "CA2100", Justification = "The table is named by a test.")]
    private async Task<IAsyncDisposable> LockAsync(string table, string mode)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_ownerConnection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN {mode} MODE", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _system.Database.DropAsync(_name);
    }

    private static async Task<OwnDatabase> CreateAsync(TestSystem system, string template)
    {
        var own = new OwnDatabase(system, $"own_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}");
        await system.Database.ExecuteAsync($"CREATE DATABASE {own._name} TEMPLATE {template}");
        return own;
    }

    private string In(string connection) => new NpgsqlConnectionStringBuilder(connection) { Database = _name }.ConnectionString;
}
