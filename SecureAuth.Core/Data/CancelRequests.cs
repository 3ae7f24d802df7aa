using System.Runtime.CompilerServices;
using Npgsql;
using Npgsql.Internal;

// There is no public way to end a statement without that request. The version is pinned, and a test counts the requests.
#pragma warning disable NPG9001

namespace SecureAuth.Core.Data;

/// <summary>
/// Keeps Npgsql from asking Postgres to cancel a statement. It would ask over a second connection, and hold the thread until
/// that is done: with a server that hangs, all threads of the pool for seconds, and the process would look dead.
/// </summary>
internal static class CancelRequests
{
    /// <summary>
    /// Tells the connection that the request has been sent, for the statement that is on its way: when its time is over, it
    /// ends at once and the connection with it. The server's own <c>statement_timeout</c> ends it there.
    /// </summary>
    public static void Suppress(NpgsqlConnection connection)
    {
        if (Connector(connection) is { } connector)
        {
            SetCancellationPerformed(connector, true);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Connector")]
    private static extern NpgsqlConnector? Connector(NpgsqlConnection connection);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_PostgresCancellationPerformed")]
    private static extern void SetCancellationPerformed(NpgsqlConnector connector, bool value);
}
