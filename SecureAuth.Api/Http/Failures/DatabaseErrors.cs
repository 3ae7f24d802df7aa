using System.Net.Sockets;
using Npgsql;
using SecureAuth.Core.Data;

namespace SecureAuth.Api.Http.Failures;

/// <summary>Distinguishes a database outage from a defect.</summary>
internal static class DatabaseErrors
{
    /// <summary>Searches the inner exceptions too, because Entity Framework and tasks wrap the cause.</summary>
    public static bool IsOutage(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (IsOutageCause(cause))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOutageCause(Exception error) => error switch
    {
        PostgresException postgres =>
            postgres.IsTransient || LostConnection.IsMeantBy(postgres) || IsUnavailable(postgres.SqlState),
        NpgsqlException or SocketException or TimeoutException or StoreUnavailableException => true,
        _ => false,
    };

    /// <summary>Whether the state passes by itself or is repaired by an operator, and cannot be caused by a request.</summary>
    private static bool IsUnavailable(string state) => state switch
    {
        PostgresErrorCodes.QueryCanceled => true,

        // During a failover, the standby may not have been promoted yet.
        PostgresErrorCodes.ReadOnlySqlTransaction => true,

        // The instance may have started before or during the migration.
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn => true,
        PostgresErrorCodes.InvalidSchemaName => true,

        // A migration has changed the type of a column, or a pooler has mixed up the prepared statements of its clients.
        PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.InvalidSqlStatementName => true,
        PostgresErrorCodes.DuplicatePreparedStatement => true,

        // The role or the database does not exist, or rejects the credentials.
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => true,
        PostgresErrorCodes.InvalidCatalogName => true,
        _ => false,
    };
}
