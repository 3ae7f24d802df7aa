using System.Net.Sockets;
using Npgsql;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.Http.Failures;

/// <summary>Tells "the database cannot serve us now" from a defect.</summary>
internal static class DatabaseErrors
{
    /// <summary>Looks through the wrappers that Entity Framework and the tasks put round the cause.</summary>
    public static bool IsOutage(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (IsOneOf(cause))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOneOf(Exception error) => error switch
    {
        PostgresException refusal => refusal.IsTransient || IsUnavailable(refusal.SqlState),
        NpgsqlException or SocketException or TimeoutException or StoreUnavailableException => true,
        _ => false,
    };

    /// <summary>States that pass by themselves or by an operator's hand, and that no request causes.</summary>
    private static bool IsUnavailable(string state) => state switch
    {
        PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow => true,
        PostgresErrorCodes.QueryCanceled => true,

        // A standby that has not been promoted yet, seen in the middle of a failover.
        PostgresErrorCodes.ReadOnlySqlTransaction => true,

        // An instance that started before its migration, or beside one that has not ended yet.
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn => true,
        PostgresErrorCodes.InvalidSchemaName => true,

        // The role or the database is not there, or not ours.
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => true,
        PostgresErrorCodes.InvalidCatalogName => true,
        _ => false,
    };
}
