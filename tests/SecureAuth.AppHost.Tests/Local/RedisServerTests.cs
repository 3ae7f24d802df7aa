using System.Net;
using System.Net.Sockets;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

public sealed class RedisServerTests
{
    private static readonly RedisServerOptions Options = new() { Password = "password1" };

    [Fact]
    public async Task It_does_not_run_as_root()
    {
        Assert.SkipUnless(RedisServer.IsInstalled && Environment.IsPrivilegedProcess, "Only root has rights to give up.");
        await using var redis = await RedisServer.StartAsync(Options, TestContext.Current.CancellationToken);

        var status = await File.ReadAllLinesAsync(
            $"/proc/{redis.ProcessId}/status", TestContext.Current.CancellationToken);
        var user = status.First(line => line.StartsWith("Uid:", StringComparison.Ordinal));

        Assert.DoesNotContain("\t0", user, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_refused_with_the_reason()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "There is no redis-server on the PATH.");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var error = await Assert.ThrowsAsync<CannotStartException>(
            () => RedisServer.StartAsync(Options with { Port = port }, TestContext.Current.CancellationToken));

        Assert.Contains($"did not start on port {port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("Failed listening on port", error.Message, StringComparison.Ordinal);
    }
}
