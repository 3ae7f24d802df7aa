using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace SecureAuth.AdminCli.Migration;

/// <summary>Statements that define things: they take no parameters, so what they name is quoted here.</summary>
internal static class Ddl
{
    /// <summary>A name that can end neither the quotes nor the statement.</summary>
    public static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [SuppressMessage("Security", "CA2100", Justification = "Callers quote every name, and the only literal is a verifier.")]
    public static async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
