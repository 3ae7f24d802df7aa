using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;

namespace SecureAuth.AppHost.Local.Servers;

/// <summary>Redis's stand-in where none is configured: Garnet, in this process, in memory alone.</summary>
internal sealed class GarnetServer : IDisposable
{
    private readonly Garnet.GarnetServer _server;

    private GarnetServer(Garnet.GarnetServer server, int port, string password)
    {
        _server = server;
        Port = port;
        ConnectionString = $"127.0.0.1:{port},password={password}";
    }

    public int Port { get; }

    public string ConnectionString { get; }

    /// <param name="password">Letters and digits.</param>
    /// <param name="port">A free one unless a restarted server has to be found where it was.</param>
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

                // Scripts would interleave without it: updates were lost.
                "--lua-transaction-mode",
            ],
            NullLoggerFactory.Instance);
        server.Start();
        return new GarnetServer(server, actualPort, password);
    }

    public void Dispose() => _server.Dispose();
}
