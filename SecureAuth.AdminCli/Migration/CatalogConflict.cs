using Npgsql;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// Roles belong to the whole server, but an advisory lock belongs to one database. Migrations of two databases may therefore
/// change the same role at the same time. The server rejects the second change and rolls it back. The retry usually finds that
/// there is nothing left to do.
/// </summary>
internal static class CatalogConflict
{
    /// <summary>In each round, one of the conflicting migrations succeeds.</summary>
    private const int MaxAttempts = 50;

    /// <param name="attempt">
    /// Opens its own connection. Npgsql closes a connection on which the server has reported an internal error, and the
    /// migration lock is released with it.
    /// </param>
    public static async Task<T> RetryAsync<T>(Func<Task<T>> attempt)
    {
        for (var number = 1; ; number++)
        {
            try
            {
                return await attempt();
            }
            catch (PostgresException error) when (number < MaxAttempts && IsConflict(error))
            {
                // The other change has been committed by now, so there is no reason to wait.
            }
        }
    }

    /// <summary>"Tuple concurrently updated" has no SQLSTATE of its own, and its text depends on the server's language.</summary>
    private static bool IsConflict(PostgresException error) => error.SqlState switch
    {
        PostgresErrorCodes.InternalError => error.Routine is "simple_heap_update" or "simple_heap_delete",
        PostgresErrorCodes.DuplicateObject => error.Routine is "CreateRole",
        PostgresErrorCodes.UniqueViolation => error.TableName is "pg_authid",
        PostgresErrorCodes.DeadlockDetected => true,
        _ => false,
    };
}
