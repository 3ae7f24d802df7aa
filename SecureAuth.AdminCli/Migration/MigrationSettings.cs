using Microsoft.Extensions.Configuration;
using Npgsql;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Migration;

/// <summary>The connection of the migration, and the roles that the API and the operators will use.</summary>
/// <param name="Owner">The connection string of the role that owns the schema.</param>
/// <param name="Api">The API's role. Null if only the owner's connection is configured.</param>
/// <param name="Operators">The role of all other commands. Null if they have no role of their own.</param>
internal sealed record MigrationSettings(string Owner, RoleLogin? Api, RoleLogin? Operators)
{
    /// <summary>In seconds. Longer than the API's timeout: the network may be slow, and no request is waiting.</summary>
    private const int ConnectTimeout = 5;

    public static MigrationSettings From(IConfiguration configuration)
    {
        var name = ConnectionStrings.FirstSet(configuration, ConnectionStrings.Migrations, ConnectionStrings.Postgres);
        var owner = new NpgsqlConnectionStringBuilder(PostgresTimeouts.ConnectionString(configuration, name))
        {
            Timeout = ConnectTimeout,

            // There is no limit for a migration, or for waiting until another one has finished.
            CommandTimeout = 0,
            TcpKeepAlive = true,

            // The transaction must end with the process, because the next migration would wait for its lock.
            Pooling = false,
        };
        return new MigrationSettings(
            owner.ConnectionString,
            Login(configuration, ConnectionStrings.Postgres),
            Login(configuration, ConnectionStrings.Operator));
    }

    private static RoleLogin? Login(IConfiguration configuration, string name)
    {
        if (!ConnectionStrings.IsSet(configuration, name))
        {
            return null;
        }

        var connection = new NpgsqlConnectionStringBuilder(PostgresTimeouts.ConnectionString(configuration, name));
        return connection.Username is { Length: > 0 } role
            ? new RoleLogin($"ConnectionStrings__{name}", role, connection.Password)
            : null;
    }
}
