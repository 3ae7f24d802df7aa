using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecureAuth.LocalServers;

/// <summary>Asks a Redis whether it is the one that we started and serves its data.</summary>
internal static class RedisPing
{
    /// <summary>A server that has taken the port before ours may accept the connection and never answer.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Another server on the same port would refuse the password, and a server that is still loading its data answers with an
    /// error.
    /// </summary>
    public static async Task<bool> IsReadyAsync(int port, string password, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(AnswerTimeout);
        try
        {
            return await AnswersAsync(port, password, timeout.Token);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            // It does not listen yet.
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task<bool> AnswersAsync(int port, string password, CancellationToken cancel)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancel);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {password}\r\nPING\r\n"), cancel);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync(cancel) == "+OK" && await reader.ReadLineAsync(cancel) == "+PONG";
    }
}
