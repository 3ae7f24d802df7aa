using System.Buffers.Binary;
using System.Net.Sockets;
using Npgsql;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>
/// A proxy between an instance and PostgreSQL. While it is silent it accepts connections and data and forwards nothing, like a
/// network that drops packets.
/// </summary>
internal sealed class PostgresProxy : IAsyncDisposable
{
    /// <summary>The number that a CancelRequest has in the place of a start-up message's protocol version.</summary>
    private const int CancelRequest = 80877102;

    private readonly NpgsqlConnectionStringBuilder _server;
    private readonly ConnectionListener _listener;
    private TaskCompletionSource _speaks = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _cancelRequests;

    public PostgresProxy(string connection)
    {
        _server = new NpgsqlConnectionStringBuilder(connection);
        _speaks.SetResult();
        _listener = new ConnectionListener(ServeAsync);
    }

    /// <summary>Without TLS, so that the proxy can read the messages.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionString)
    {
        Host = "127.0.0.1",
        Port = _listener.Port,
        SslMode = SslMode.Disable,
    }.ConnectionString;

    /// <summary>The number of connections that were opened to cancel a statement.</summary>
    public int CancelRequests => Volatile.Read(ref _cancelRequests);

    public void FallSilent() => _speaks = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Speak() => _speaks.TrySetResult();

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task ServeAsync(TcpClient client, CancellationToken end)
    {
        using var server = new TcpClient();
        try
        {
            using (client)
            {
                var start = new byte[8];
                await client.GetStream().ReadExactlyAsync(start, end);
                if (BinaryPrimitives.ReadInt32BigEndian(start.AsSpan(4)) == CancelRequest)
                {
                    Interlocked.Increment(ref _cancelRequests);
                }

                await _speaks.Task.WaitAsync(end);
                await server.ConnectAsync(_server.Host!, _server.Port, end);
                await server.GetStream().WriteAsync(start, end);
                await Task.WhenAny(PumpAsync(client, server, end), PumpAsync(server, client, end)).Unwrap();
            }
        }
        catch (Exception error) when (
            error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side closed the connection.
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, CancellationToken end)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.GetStream().ReadAsync(buffer, end)) > 0)
        {
            await _speaks.Task.WaitAsync(end);
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), end);
        }
    }
}
