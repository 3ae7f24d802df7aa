using Microsoft.Extensions.Configuration;
using Npgsql;
using SecureAuth.Core.Configuration;

namespace SecureAuth.Core.Data;

/// <summary>
/// Refuses a connection through a pooler unless the connection string says <c>Max Auto Prepare</c> itself. The API's
/// statements are prepared by default. A pooler in transaction mode that knows nothing of that, such as PgBouncer before 1.21,
/// would execute whatever statement another client has prepared under the same name.
/// </summary>
public static class PoolerCheck
{
    private const string Query =
        """
        -- check pooler
        SELECT pg_backend_pid()
        """;

    /// <summary>Checks each new connection once, before its first statement.</summary>
    public static NpgsqlDataSourceBuilder RefusePoolers(this NpgsqlDataSourceBuilder source, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(source);

        var configured = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString(ConnectionStrings.Postgres));
        return configured.ShouldSerialize(PostgresTimeouts.MaxAutoPrepare)
            ? source
            : source.UsePhysicalConnectionInitializer(Check, CheckAsync);
    }

    private static void Check(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Query, connection);
        Compare((int)command.ExecuteScalar()!, connection.ProcessID);
    }

    private static async Task CheckAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Query, connection);
        Compare((int)(await command.ExecuteScalarAsync())!, connection.ProcessID);
    }

    /// <summary>A pooler tells its clients a made-up process, because they use those of the server in turn.</summary>
    private static void Compare(int actual, int told)
    {
        if (actual != told)
        {
            throw new StoreUnavailableException(
                "The connection to PostgreSQL leads through a pooler. Set Max Auto Prepare=0 in the connection string, or a "
                + "number if the pooler supports prepared statements (docs/high-availability.md).");
        }
    }
}
