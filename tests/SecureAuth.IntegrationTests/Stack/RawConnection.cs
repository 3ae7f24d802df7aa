using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Bytes over a connection of their own, as no client library would send them.</summary>
internal static class RawConnection
{
    /// <summary>
    /// More than any body or header may have, in one word that is no request: whatever the server still waits for, it comes
    /// to an end, and the connection does too.
    /// </summary>
    private static readonly byte[] Tail = Encoding.ASCII.GetBytes(new string('~', 24 * 1024));

    /// <summary>Sends the bytes and reads until the server closes.</summary>
    /// <returns>The statuses of all answers, in order, and everything that came.</returns>
    public static async Task<(IReadOnlyList<int> Statuses, string Text)> SendAsync(ApiProcess api, byte[] request)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(api.Address.Host), api.Address.Port));
        var sending = socket.SendAsync((byte[])[.. request, .. Tail]);
        var text = await ReadAsync(socket).WaitAsync(Eventually.Patience);
        await sending.ContinueWith(_ => { }, TaskScheduler.Default);
        return ([.. StatusesIn(text)], text);
    }

    /// <summary>Each character is one byte.</summary>
    public static Task<(IReadOnlyList<int> Statuses, string Text)> SendAsync(ApiProcess api, string request) =>
        SendAsync(api, Encoding.Latin1.GetBytes(request));

    /// <summary>Sends just the bytes, closes, and reads nothing.</summary>
    public static async Task SendAndHangUpAsync(ApiProcess api, string request)
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
            // The server closed while the tail was still on its way.
        }

        return text.ToString();
    }

    private static IEnumerable<int> StatusesIn(string text) => text
        .Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries)
        .Select(answer => int.Parse(answer.AsSpan(0, 3), CultureInfo.InvariantCulture));
}
