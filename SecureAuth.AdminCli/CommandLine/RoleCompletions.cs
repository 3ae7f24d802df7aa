using System.CommandLine.Completions;
using Microsoft.Extensions.Configuration;
using Npgsql;
using SecureAuth.Core.Configuration;
using SecureAuth.Core.Data;

namespace SecureAuth.AdminCli.CommandLine;

/// <summary>
/// Offers the roles that exist, for completion. Users are not offered: there may be millions, and a list of addresses does not
/// belong on the screen.
/// </summary>
internal static class RoleCompletions
{
    /// <summary>In seconds. Nobody waits longer for a completion.</summary>
    private const int Timeout = 1;

    public static IEnumerable<CompletionItem> Find(CompletionContext context)
    {
        try
        {
            return [.. Read().Select(role => new CompletionItem(role))];
        }
#pragma warning disable CA1031 // Whatever is wrong, a message would end up in the command line that is being typed.
        catch (Exception)
#pragma warning restore CA1031
        {
            return [];
        }
    }

    private static List<string> Read()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddSecretFiles().Build();
        var name = ConnectionStrings.FirstSet(configuration, ConnectionStrings.Operator, ConnectionStrings.Postgres);
        var connection = new NpgsqlConnectionStringBuilder(PostgresTimeouts.ConnectionString(configuration, name))
        {
            Timeout = Timeout,
            CommandTimeout = Timeout,
            Pooling = false,
        };
        using var source = NpgsqlDataSource.Create(connection);
        using var command = source.CreateCommand(
            """
            -- list roles
            SELECT name FROM roles ORDER BY name LIMIT 100
            """);
        using var reader = command.ExecuteReader();
        var roles = new List<string>();
        while (reader.Read())
        {
            roles.Add(reader.GetString(0));
        }

        return roles;
    }
}
