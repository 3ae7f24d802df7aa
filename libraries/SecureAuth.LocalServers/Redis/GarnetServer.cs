using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;

namespace SecureAuth.LocalServers;

/// <summary>
/// Garnet in our own process, for machines without a redis-server. It keeps its data in memory only and ends with our process.
/// It has no streams, functions or keyspace notifications, and cannot be paused or killed.
/// </summary>
public sealed class GarnetServer : IDisposable
{
    private readonly Garnet.GarnetServer _server;

    private GarnetServer(Garnet.GarnetServer server, int port, string password)
    {
        _server = server;
        Port = port;
        ConnectionString = $"127.0.0.1:{port},password={password}";
    }

    public int Port { get; }

    /// <summary>For StackExchange.Redis.</summary>
    public string ConnectionString { get; }

    /// <param name="password">Letters and digits.</param>
    /// <param name="port">
    /// Null means any free port. A server that is restarted under its clients needs the port that it had.
    /// </param>
    public static GarnetServer Start(string password, int? port = null)
    {
        var actualPort = port ?? FreePort.Next();
        var server = new Garnet.GarnetServer(
            [
                "--bind", "127.0.0.1",
                "--port", actualPort.ToString(CultureInfo.InvariantCulture),
                "--auth", "Password",
                "--password", password,
                "--memory", "128m",
                "--index", "32m",
                "-q",
                "--lua",

                // Without this, scripts that run at the same time interleave, and updates are lost.
                "--lua-transaction-mode",
            ],
            NullLoggerFactory.Instance);
        server.Start();
        return new GarnetServer(server, actualPort, password);
    }

    public void Dispose() => _server.Dispose();
}
