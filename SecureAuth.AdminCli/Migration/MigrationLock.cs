using Npgsql;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// Lets one migration of a database run at a time. EF Core's own lock covers the migrations alone, neither the making of
/// its history table nor the role and its grants, which fail where two sessions write the same catalogue row.
/// </summary>
internal static class MigrationLock
{
    /// <summary>An arbitrary number that no other advisory lock of this database uses.</summary>
    private const long Number = 0x5EC0_0002;

    /// <summary>Waits for the lock; it ends with the connection, so a crash leaves nothing behind.</summary>
    public static async Task TakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Number });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
