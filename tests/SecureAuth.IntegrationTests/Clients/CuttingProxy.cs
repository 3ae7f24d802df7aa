using System.Net;
using System.Net.Sockets;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>
/// A proxy between a client and an instance. It passes requests on, and cuts a number of connections when the response arrives:
/// the server has done its work, and the client does not learn of it.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private const int BufferSize = 16384;

    private readonly Uri _server;
    private readonly ConnectionListener _listener;
    private int _cuts;

    public CuttingProxy(Uri server)
    {
        _server = server;
        _listener = new ConnectionListener(RelayAsync);
    }

    public Uri Address => new($"http://127.0.0.1:{_listener.Port}");

    /// <summary>How many more responses are cut off.</summary>
    public int Cuts
    {
        get => Volatile.Read(ref _cuts);
        set => Volatile.Write(ref _cuts, value);
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task RelayAsync(TcpClient client, CancellationToken end)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server.Port, end);
                using var done = CancellationTokenSource.CreateLinkedTokenSource(end);
                var forth = CopyAsync(client.GetStream(), server.GetStream(), cutting: false, done.Token);
                var back = CopyAsync(server.GetStream(), client.GetStream(), cutting: true, done.Token);
                await Task.WhenAny(forth, back);
                await done.CancelAsync();
                await Task.WhenAll(forth, back);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or SocketException)
            {
                // One side has closed the connection, or the test is over.
            }
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool cutting, CancellationToken cancel)
    {
        var buffer = new byte[BufferSize];
        while (await from.ReadAsync(buffer, cancel) is > 0 and var count)
        {
            if (cutting && Interlocked.Decrement(ref _cuts) >= 0)
            {
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, count), cancel);
        }
    }
}
