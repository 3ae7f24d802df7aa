using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Shutdown;

/// <summary>Telemetry may delay a shutdown by two seconds, but not by ten.</summary>
public sealed class SilentCollectorTests(TestSystem system)
{
    /// <summary>Well above the two seconds of the last flush, and well below the exporters' own timeouts.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(7);

    [Fact]
    public async Task A_collector_that_never_responds_does_not_delay_the_shutdown()
    {
        // The operating system accepts the connections.
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var endpoint = $"http://{collector.LocalEndpoint}";
        await using var api = await system.StartProcessAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint));
        await SignedInUser.CreateAsync(new TestClient(api));

        var watch = Stopwatch.StartNew();
        await api.StopAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Bound);
        Assert.Equal(0, await api.Exited);
    }
}
