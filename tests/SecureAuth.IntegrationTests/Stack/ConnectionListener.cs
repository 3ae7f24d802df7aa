using System.Net;
using System.Net.Sockets;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Accepts connections on a free port, and serves them until it is disposed of.</summary>
internal sealed class ConnectionListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    /// <param name="serve">Serves a connection, which it closes. It must not throw when the token ends it.</param>
    public ConnectionListener(Func<TcpClient, CancellationToken, Task> serve)
    {
        _listener.Start();
        _accepting = AcceptAsync(serve);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync(Func<TcpClient, CancellationToken, Task> serve)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(serve(await _listener.AcceptTcpClientAsync(_end.Token), _end.Token));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }
}
