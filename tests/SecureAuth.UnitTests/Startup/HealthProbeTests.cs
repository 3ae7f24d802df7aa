using System.Net;
using System.Net.Sockets;
using System.Text;
using SecureAuth.Api.Startup;

namespace SecureAuth.UnitTests.Startup;

public sealed class HealthProbeTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nHealthy", 0)]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\n\r\nUnhealthy", 1)]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n", 1)]
    [InlineData("200", 1)]
    [InlineData("", 1)]
    public async Task Only_an_answer_with_status_200_is_healthy(string answer, int expected)
    {
        using var server = new Server(answer);

        var code = await Task.Run(() => HealthProbe.Run(urls: null, ports: $"{server.Port}"));

        Assert.Equal(expected, code);
        Assert.StartsWith("GET /health HTTP/1.0\r\n", await server.Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_http_url_is_asked_and_takes_precedence_over_the_ports()
    {
        using var server = new Server("HTTP/1.1 200 OK\r\n\r\n");

        var code = await Task.Run(() => HealthProbe.Run($"https://+:1;http://+:{server.Port}", ports: "2;3"));

        Assert.Equal(0, code);
    }

    [Fact]
    public void A_port_on_which_nothing_listens_is_unhealthy()
    {
        var server = new Server("");
        server.Dispose();

        Assert.Equal(1, HealthProbe.Run(urls: null, $"{server.Port}"));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    [InlineData("https://+:8443", "8080")]
    public void Without_an_http_address_the_answer_is_unhealthy(string? urls, string? ports) =>
        Assert.Equal(1, HealthProbe.Run(urls, ports));

    /// <summary>Gives one answer, whatever the request is.</summary>
    private sealed class Server : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Server(string answer)
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            Request = AnswerAsync(answer);
        }

        public int Port { get; }

        public Task<string> Request { get; }

        public void Dispose() => _listener.Dispose();

        private async Task<string> AnswerAsync(string answer)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var request = new byte[256];
            var length = await stream.ReadAsync(request);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
            return Encoding.ASCII.GetString(request, 0, length);
        }
    }
}
