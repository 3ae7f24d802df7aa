using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace SecureAuth.Core.Data;

/// <summary>
/// Runs a statement that is a transaction of its own, without Entity Framework. This is for statements that clients send most;
/// for them, Entity Framework would need as much processor time as Npgsql and the network.
/// </summary>
public sealed class SingleStatements(NpgsqlDataSource postgres, PostgresResilience resilience)
{
    /// <summary>Runs a statement that returns one row or none, and is not cancelled once it has been sent.</summary>
    /// <param name="statement">
    /// The statement, as for <see cref="SqlFragment.Inline"/>. A value that may be null needs a cast.
    /// </param>
    /// <returns>Null if there is no row.</returns>
    /// <exception cref="StoreUnavailableException">Postgres does not answer, or no connection became free in time.</exception>
    public async Task<T?> RunAsync<T>(FormattableString statement, Func<NpgsqlDataReader, T> read)
        where T : class
    {
        await using var connection = postgres.CreateConnection();
        await resilience.OpenAsync(connection, CancellationToken.None);
        await using var command = CommandFor(statement, connection);
        return await resilience.RunAsync(connection, async () =>
        {
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            return await reader.ReadAsync(CancellationToken.None) ? read(reader) : null;
        });
    }

    [SuppressMessage("Security", "CA2100", Justification = "Every value is a parameter; fragments are built from constants.")]
    private static NpgsqlCommand CommandFor(FormattableString statement, NpgsqlConnection connection)
    {
        var (text, values) = SqlFragment.Flatten(
            statement, index => "$" + (index + 1).ToString(CultureInfo.InvariantCulture));
        var command = new NpgsqlCommand(text, connection);
        foreach (var value in values)
        {
            // A prepared statement needs the same types each time, so null must have one too.
            command.Parameters.Add(value is null
                ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }
                : new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
