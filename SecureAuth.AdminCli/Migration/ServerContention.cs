using Npgsql;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// Roles are the server's, and a lock is one database's: migrations of two databases may write the same role at once. The
/// one that comes second is refused by the server, has changed nothing, and looks again: then there is mostly nothing to do.
/// </summary>
internal static class ServerContention
{
    /// <summary>Each round, one of those that collide gets through.</summary>
    private const int Attempts = 50;

    /// <param name="attempt">
    /// Opens a connection of its own: Npgsql closes one on which the server has reported an internal error, and the migration
    /// lock has ended with it.
    /// </param>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> attempt)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (PostgresException error) when (number < Attempts && IsCollision(error))
            {
                // Somebody else's change was committed meanwhile: nothing is gained by waiting.
            }
        }
    }

    /// <summary>"Tuple concurrently updated" has no code of its own, and its text is in the server's language.</summary>
    private static bool IsCollision(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InternalError => error.Routine is "simple_heap_update" or "simple_heap_delete",
        PostgresErrorCodes.DuplicateObject => error.Routine is "CreateRole",
        PostgresErrorCodes.UniqueViolation => error.TableName is "pg_authid",
        PostgresErrorCodes.DeadlockDetected => true,
        _ => false,
    };
}
