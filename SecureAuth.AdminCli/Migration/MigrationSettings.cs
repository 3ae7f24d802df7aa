using Microsoft.Extensions.Configuration;
using Npgsql;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Migration;

/// <summary>Who migrates, and whom the API and the operators will connect as.</summary>
/// <param name="Owner">The connection of the role that owns the schema.</param>
/// <param name="Api">The API's role; null if only the owner's connection is configured.</param>
/// <param name="Operators">The role of every other command; null if that has none of its own.</param>
internal sealed record MigrationSettings(string Owner, RoleLogin? Api, RoleLogin? Operators)
{
    /// <summary>Seconds: a server across a slow network, and not one that answers requests.</summary>
    private const int ConnectTimeout = 5;

    public static MigrationSettings From(IConfiguration configuration)
    {
        var name = ConnectionStrings.FirstSet(configuration, ConnectionStrings.Migrations, ConnectionStrings.Postgres);
        var owner = new NpgsqlConnectionStringBuilder(PostgresTimeouts.ConnectionString(configuration, name))
        {
            Timeout = ConnectTimeout,

            // A migration takes as long as it takes, and so does waiting for another one to end.
            CommandTimeout = 0,
            TcpKeepAlive = true,

            // The migration lock belongs to the connection, and must end with it.
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
