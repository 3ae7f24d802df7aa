using Npgsql;
using SecureAuth.AdminCli.Output;

namespace SecureAuth.AdminCli.Migration;

/// <summary>Opens the migration's connection, to a server that may just be starting and may not have the database yet.</summary>
internal sealed class PostgresStart(TimeProvider time, Terminal terminal)
{
    /// <summary>Compose starts the server beside us, and its first start makes a data folder.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private const string MaintenanceDatabase = "postgres";

    /// <param name="connectionString">Of the schema's owner.</param>
    /// <param name="mayCreate">Whether a database that is missing is made, or is an error.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
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

    private async Task<NpgsqlConnection> WaitAsync(string connectionString, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var told = false;
        while (true)
        {
            var connection = new NpgsqlConnection(connectionString);
            try
            {
                await connection.OpenAsync(cancellationToken);
                return connection;
            }
            catch (NpgsqlException error) when (IsStarting(error) && time.GetElapsedTime(began) < Patience)
            {
                await connection.DisposeAsync();
                if (!told)
                {
                    terminal.Say($"Postgres does not answer yet; waiting for up to {Patience.TotalSeconds:0} s");
                    told = true;
                }

                await Task.Delay(Pause, time, cancellationToken);
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
            terminal.Say($"Made the database {name}");
        }
        catch (PostgresException error)
            when (error.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            terminal.Verbose($"Another migration made the database {name}");
        }
    }
}
