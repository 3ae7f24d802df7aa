using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace SecureAuth.AdminCli.Migration;

/// <summary>DDL statements. They take no parameters, so names are quoted instead.</summary>
internal static class Ddl
{
    /// <summary>Quotes a name so that it cannot break out of the statement.</summary>
    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [SuppressMessage("Security", "CA2100", Justification = "Callers quote every name, and the only literal is a verifier.")]
    public static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
