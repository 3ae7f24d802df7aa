using System.Net.Sockets;
using System.Text;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Shutdown;

/// <summary>
/// A client that never finishes its request but sends just enough of it that the server has no reason to give up on it.
/// </summary>
internal sealed class DrippingClient : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly TcpClient _connection = new();

    private DrippingClient()
    {
    }

    /// <summary>Completes when the server has closed the connection.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public static async Task<DrippingClient> StartAsync(RunningApi api)
    {
        var client = new DrippingClient();
        await client._connection.ConnectAsync(api.Address.Host, api.Address.Port, TestContext.Current.CancellationToken);
        await client.SendAsync(
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\nContent-Length: 16000\r\n\r\n");
        client.Ended = client.DripAsync();
        return client;
    }

    public void Dispose() => _connection.Dispose();

    private async Task DripAsync()
    {
        try
        {
            while (true)
            {
                await SendAsync(new string(' ', 80));
                await Task.Delay(Pause);
            }
        }
        catch (IOException)
        {
            // The connection is closed.
        }
    }

    private async Task SendAsync(string text) => await _connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));
}
