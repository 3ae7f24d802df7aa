using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Raw bytes on a connection of their own.</summary>
internal static class RawConnection
{
    /// <summary>
    /// One word that is longer than any body or header may be and is no request. Whatever the server still expects, it gets, and
    /// then it closes the connection.
    /// </summary>
    private static readonly byte[] Tail = Encoding.ASCII.GetBytes(new string('~', 24 * 1024));

    /// <summary>Sends the bytes and reads until the server closes the connection.</summary>
    /// <returns>The statuses of all responses in order, and the whole text.</returns>
    public static async Task<(IReadOnlyList<int> Statuses, string Text)> SendAsync(RunningApi api, byte[] request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(api.Address.Host), api.Address.Port));
        var sending = socket.SendAsync((byte[])[.. request, .. Tail]);
        var text = await ReadAsync(socket).WaitAsync(Eventually.Patience);
        await sending.ContinueWith(_ => { }, TaskScheduler.Default);
        return ([.. StatusesIn(text)], text);
    }

    /// <summary>Sends each character as one byte.</summary>
    public static Task<(IReadOnlyList<int> Statuses, string Text)> SendAsync(RunningApi api, string request) =>
        SendAsync(api, Encoding.Latin1.GetBytes(request));

    /// <summary>Sends only the bytes and closes the connection without reading.</summary>
    public static async Task SendAndDisconnectAsync(RunningApi api, string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(api.Address.Host, api.Address.Port);
        await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer) is var read and > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            }
        }
        catch (SocketException)
        {
            // The server closed the connection while the tail was in transit.
        }

        return text.ToString();
    }

    private static IEnumerable<int> StatusesIn(string text) => text
        .Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries)
        .Select(response => int.Parse(response.AsSpan(0, 3), CultureInfo.InvariantCulture));
}
