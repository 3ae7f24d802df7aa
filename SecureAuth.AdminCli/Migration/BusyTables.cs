using Npgsql;
using SecureAuth.AdminCli.Errors;
using SecureAuth.AdminCli.Output;

namespace SecureAuth.AdminCli.Migration;

/// <summary>
/// A statement that waits for a table makes every later request for that table wait behind it. If a backup or a report reads the
/// table for an hour, that would be an outage of an hour. So the migration waits for a moment only, gives way, and tries again.
/// </summary>
internal sealed class BusyTables(TimeProvider time, Terminal terminal)
{
    /// <summary>Less than a request of the API waits for a statement, so that none fails.</summary>
    private const string LockTimeout = "400ms";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Enough for the requests that have waited.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Bounds every wait for a lock until the end of the connection's transaction.</summary>
    public static Task LimitWaitAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        Ddl.ExecuteAsync(connection, $"SET LOCAL lock_timeout = '{LockTimeout}'", cancellationToken);

    /// <param name="attempt">Opens its own transaction, and changes nothing if it fails.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<T> RetryAsync<T>(Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        var startedAt = time.GetTimestamp();
        var reported = false;
        while (true)
        {
            try
            {
                return await attempt();
            }
            catch (Exception error) when (IsBusy(error))
            {
                if (time.GetElapsedTime(startedAt) > Patience)
                {
                    throw new OperatorException(
                        ExitCode.Failed,
                        "Nothing was changed: a long transaction uses a table that the migration changes. Find it in "
                            + "pg_stat_activity by its xact_start, and run the migration again when it has ended");
                }

                if (!reported)
                {
                    terminal.Say(
                        "A long transaction, such as a backup, uses a table that the migration changes; trying again for up to "
                            + $"{Patience.TotalSeconds:0} s, while requests go on");
                    reported = true;
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>EF Core wraps errors that may be gone at the next attempt.</summary>
    private static bool IsBusy(Exception? error) => error switch
    {
        null => false,
        PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected } => true,
        _ => IsBusy(error.InnerException),
    };
}
