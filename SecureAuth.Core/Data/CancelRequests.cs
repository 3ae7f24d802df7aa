using System.Runtime.CompilerServices;
using Npgsql;
using Npgsql.Internal;

// Npgsql has no public API to abandon a statement without a cancel request. Its version is pinned; a test counts the requests.
#pragma warning disable NPG9001

namespace SecureAuth.Core.Data;

/// <summary>
/// Prevents Npgsql from sending cancel requests to Postgres. Npgsql sends them over a second connection and blocks the thread
/// meanwhile. If the server hangs, this would block all threads of the thread pool for seconds, and the process would seem dead.
/// </summary>
internal static class CancelRequests
{
    /// <summary>
    /// Marks the cancel request of the running statement as already sent. When the statement times out, it fails at once and
    /// the connection is closed. The server ends the statement by its own <c>statement_timeout</c>.
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
