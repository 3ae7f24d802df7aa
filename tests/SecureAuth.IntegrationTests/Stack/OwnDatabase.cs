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
        var own = new OwnDatabase(system, $"own_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}");
        await system.Database.ExecuteAsync($"CREATE DATABASE {own._name}");
        var settings = own.With();
        settings["ConnectionStrings__migrations"] = own._ownerConnection;
        await OperatorRun.DoneAsync(settings, "migrate");
        return own;
    }

    /// <summary>The run's settings, on this database, and some others.</summary>
    public Dictionary<string, string> With(params (string Key, string Value)[] settings)
    {
        var all = _system.With(settings);
        all["ConnectionStrings__secureauth"] = In(_system.Postgres.ApiConnection);
        return all;
    }

    /// <summary>Lets nothing be written to a table until the result is disposed of: a server that stalls.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "The table is named by a test.")]
    public async Task<IAsyncDisposable> StallAsync(string table)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_ownerConnection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _system.Database.ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)");
    }

    private string In(string connection) => new NpgsqlConnectionStringBuilder(connection) { Database = _name }.ConnectionString;
}
