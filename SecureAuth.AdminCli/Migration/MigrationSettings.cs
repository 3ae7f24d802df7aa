using Microsoft.Extensions.Configuration;
using Npgsql;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.Migration;

/// <summary>Who migrates, and whom the API will connect as.</summary>
/// <param name="Owner">The connection of the role that owns the schema.</param>
/// <param name="Api">The API's own connection string; null if only the owner's is configured.</param>
internal sealed record MigrationSettings(string Owner, NpgsqlConnectionStringBuilder? Api)
{
    /// <summary>Seconds: a server across a slow network, and not one that answers requests.</summary>
    private const int ConnectTimeout = 5;

    public static MigrationSettings From(IConfiguration configuration)
    {
        var api = IsSet(configuration, ConnectionStrings.Postgres)
            ? new NpgsqlConnectionStringBuilder(PostgresBounds.ConnectionString(configuration))
            : null;
        var name = IsSet(configuration, ConnectionStrings.Migrations) ? ConnectionStrings.Migrations : ConnectionStrings.Postgres;
        var owner = new NpgsqlConnectionStringBuilder(PostgresBounds.ConnectionString(configuration, name))
        {
            Timeout = ConnectTimeout,

            // A migration takes as long as it takes, and so does waiting for another one to end.
            CommandTimeout = 0,
            TcpKeepAlive = true,

            // The migration lock belongs to the connection, and must end with it.
            Pooling = false,
        };
        return new MigrationSettings(owner.ConnectionString, api);
    }

    private static bool IsSet(IConfiguration configuration, string name) =>
        !string.IsNullOrWhiteSpace(configuration.GetConnectionString(name));
}
