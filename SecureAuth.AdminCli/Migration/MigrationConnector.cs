using Npgsql;
using SecureAuth.AdminCli.Output;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// Opens the connection for a migration. Waits for a PostgreSQL server that is still starting, and creates a missing database.
/// </summary>
internal sealed class MigrationConnector(TimeProvider time, Terminal terminal) : IAsyncDisposable
{
    /// <summary>Compose starts the server at the same time, and its first start creates the data folder.</summary>
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private const string MaintenanceDatabase = "postgres";

    private readonly List<NpgsqlDataSource> _dataSources = [];

    /// <param name="connectionString">The connection string of the schema's owner.</param>
    /// <param name="mayCreate">True to create a missing database, false to throw.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    public async Task<NpgsqlConnection> OpenAsync(
        string connectionString, bool mayCreate, CancellationToken cancellationToken)
    {
        try
        {
            return await WaitAsync(connectionString, cancellationToken);
        }
        catch (PostgresException error) when (mayCreate && error.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            await CreateDatabaseAsync(connectionString, cancellationToken);
            return await WaitAsync(connectionString, cancellationToken);
        }
    }

    /// <summary>Closes the connections that are still open.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var dataSource in _dataSources)
        {
            await dataSource.DisposeAsync();
        }
    }

    private async Task<NpgsqlConnection> WaitAsync(string connectionString, CancellationToken cancellationToken)
    {
        var dataSource = new NpgsqlDataSourceBuilder(connectionString).ConfigureTracing(PostgresSpans.Configure).Build();
        _dataSources.Add(dataSource);
        var startedAt = time.GetTimestamp();
        var reported = false;
        while (true)
        {
            var connection = dataSource.CreateConnection();
            try
            {
                await connection.OpenAsync(cancellationToken);
                return connection;
            }
            catch (NpgsqlException error) when (IsStarting(error) && time.GetElapsedTime(startedAt) < StartTimeout)
            {
                await connection.DisposeAsync();
                if (!reported)
                {
                    terminal.Say($"PostgreSQL is not ready; waiting up to {StartTimeout.TotalSeconds:0} s");
                    reported = true;
                }

                await Task.Delay(RetryDelay, time, cancellationToken);
            }
            catch
            {
                await connection.DisposeAsync();
                throw;
            }
        }
    }

    private static bool IsStarting(NpgsqlException error) => error is not PostgresException
        || error.SqlState is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections;

    private async Task CreateDatabaseAsync(string connectionString, CancellationToken cancellationToken)
    {
        var server = new NpgsqlConnectionStringBuilder(connectionString);
        var name = server.Database!;
        server.Database = MaintenanceDatabase;

        await using var connection = await WaitAsync(server.ConnectionString, cancellationToken);
        try
        {
            await Ddl.ExecuteAsync(connection, $"CREATE DATABASE {Ddl.Quote(name)}", cancellationToken);
            terminal.Say($"Created the database {name}");
        }
        catch (PostgresException error)
            when (error.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            terminal.Verbose($"Another migration created the database {name}");
        }
    }
}
