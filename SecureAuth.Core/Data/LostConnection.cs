using Npgsql;

namespace SecureAuth.Core.Data;

/// <summary>
/// Recognizes the errors with which a connection ends. Npgsql notices a lost connection by itself, unless a pooler such as
/// PgBouncer is in between: that answers in the server's place. It is then unknown whether the statement, or the COMMIT, was
/// executed.
/// </summary>
public static class LostConnection
{
    private const string ConnectionExceptions = "08";

    public static bool IsMeantBy(PostgresException error)
    {
        ArgumentNullException.ThrowIfNull(error);

        return error.SqlState.StartsWith(ConnectionExceptions, StringComparison.Ordinal)
            || error.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.CannotConnectNow;
    }
}
