using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A client that sends its complete request and does not wait for the response.</summary>
internal static class Disconnect
{
    /// <summary>Sends the request and closes the connection before it returns.</summary>
    public static async Task SendAndDisconnectAsync(
        this TestClient client, HttpMethod method, string path, string? accessToken = null, object? body = null)
    {
        var content = body is null ? "" : JsonSerializer.Serialize(body);
        var head = new StringBuilder($"{method} /api/v1{path} HTTP/1.1\r\nHost: {client.Server.Authority}\r\n");
        head.Append($"X-Forwarded-For: {client.Address}\r\nContent-Length: {Encoding.UTF8.GetByteCount(content)}\r\n");
        head.Append(accessToken is null ? "" : $"Authorization: Bearer {accessToken}\r\n");
        head.Append(body is null ? "\r\n" : "Content-Type: application/json\r\n\r\n");

        using var connection = new TcpClient();
        await connection.ConnectAsync(client.Server.Host, client.Server.Port, TestContext.Current.CancellationToken);
        await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head + content), TestContext.Current.CancellationToken);
    }
}
