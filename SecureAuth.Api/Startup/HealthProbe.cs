using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecureAuth.Api.Startup;

/// <summary>
/// <c>SecureAuth.Api --health</c> asks the server in the same container for <c>/health</c> and exits with 0 if it is healthy. An
/// image without a shell has no other program that could ask. A socket takes less time to load than an HTTP client.
/// </summary>
internal static class HealthProbe
{
    public const string Switch = "--health";

    private const int Timeout = 3_000;

    private static readonly byte[] Request = "GET /health HTTP/1.0\r\nHost: localhost\r\n\r\n"u8.ToArray();

    /// <summary>Asks at the address that the environment gives the server.</summary>
    public static int Run()
    {
        var server = new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").AddEnvironmentVariables().Build();
        return Run(server["URLS"], server["HTTP_PORTS"]);
    }

    /// <param name="urls">The addresses of the server, separated by semicolons.</param>
    /// <param name="ports">Its ports for http, which it ignores if there are addresses.</param>
    internal static int Run(string? urls, string? ports)
    {
        if (PortOf(urls, ports) is not { } port)
        {
            Console.Error.WriteLine($"{Switch} needs an http address in ASPNETCORE_URLS or ASPNETCORE_HTTP_PORTS");
            return 1;
        }

        try
        {
            var answer = Ask(port);
            Console.WriteLine(answer);
            return answer.Split(' ') is [_, "200", ..] ? 0 : 1;
        }
        catch (SocketException error)
        {
            Console.Error.WriteLine($"Port {port}: {error.Message}");
            return 1;
        }
    }

    private static string Ask(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            SendTimeout = Timeout,
            ReceiveTimeout = Timeout,
        };
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(Request);

        // The first packet has the status line, and nothing else is needed.
        Span<byte> answer = stackalloc byte[64];
        var length = socket.Receive(answer);
        var text = Encoding.ASCII.GetString(answer[..length]);
        return text.Split('\r')[0];
    }

    private static int? PortOf(string? urls, string? ports)
    {
        foreach (var url in List(urls))
        {
            var address = BindingAddress.Parse(url);
            if (address.Scheme == Uri.UriSchemeHttp)
            {
                return address.Port;
            }
        }

        return string.IsNullOrEmpty(urls) && List(ports) is [var first, ..] && int.TryParse(first, out var port) ? port : null;
    }

    private static string[] List(string? text) =>
        (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
