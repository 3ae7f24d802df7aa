using Npgsql;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// Lets only one migration of a database run at a time. EF Core's own lock does not cover the creation of its history table,
/// nor the roles and their grants, which fail if two sessions write the same catalog row.
/// </summary>
internal static class MigrationLock
{
    /// <summary>An arbitrary number that no other advisory lock of this database uses.</summary>
    private const long Number = 0x5EC0_0002;

    /// <summary>
    /// Waits for the lock, which is released with the transaction. A lock of the session would stay behind on a connection that
    /// PgBouncer keeps and gives to others, and the next migration would wait for it forever.
    /// </summary>
    public static async Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("-- wait for other migrations\nSELECT pg_advisory_xact_lock($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Number });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
