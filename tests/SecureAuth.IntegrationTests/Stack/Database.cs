using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>
/// The database as its owner sees it. Tests read the stored rows, and they move the times in them, which sessions and lockouts
/// go by.
/// </summary>
internal sealed class Database(string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public string Name { get; } = new NpgsqlConnectionStringBuilder(connectionString).Database!;

    public async Task<int> ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>The first column of the first row, or the type's default if there is no row or no value.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is T value ? value : default;
    }

    /// <summary>All rows, with their columns by name.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, object?>>> RowsAsync(string sql, params object[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<IReadOnlyDictionary<string, object?>>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(
                reader.GetName, column => reader.IsDBNull(column) ? null : reader.GetValue(column)));
        }

        return rows;
    }

    /// <summary>Locks a table until the result is disposed of.</summary>
    [SuppressMessage("Security", "CA2100", Justification = "The table is named by a test.")]
    public async Task<IAsyncDisposable> LockAsync(string table, string mode)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN {mode} MODE", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    /// <summary>Closes the pooled connections, so that the database can be copied.</summary>
    public void CloseIdleConnections() => _source.Clear();

    /// <summary>
    /// Drops another database of the server. The owner cannot end other roles' connections, and those of a process that has just
    /// exited may take a moment to disappear.
    /// </summary>
    public Task DropAsync(string database) => Eventually.IsTrueAsync(
        async () =>
        {
            try
            {
                await ExecuteAsync($"DROP DATABASE {database} WITH (FORCE)");
                return true;
            }
            catch (PostgresException error)
                when (error.SqlState is PostgresErrorCodes.ObjectInUse or PostgresErrorCodes.InsufficientPrivilege)
            {
                return false;
            }
        },
        "nobody is connected any more");

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>An enum is passed as its number, which is what the columns hold.</summary>
    private NpgsqlCommand Command(string sql, object[] parameters)
    {
        var command = _source.CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.AddWithValue(value is Enum ? Convert.ToInt32(value, CultureInfo.InvariantCulture) : value);
        }

        return command;
    }
}
