using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Shutdown;

/// <summary>On SIGTERM an instance reports that it is stopping, keeps serving for a while and then exits.</summary>
public sealed class ShutdownTests(TestSystem system)
{
    /// <summary>The whole shutdown with the defaults, whatever clients and servers do.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    /// <summary>A client that hangs does not keep the process, and those that follow <c>/health</c> notice nothing.</summary>
    [Fact]
    public async Task Under_load_health_goes_first_and_no_request_of_those_who_follow_it_is_lost()
    {
        await using var api = await system.StartProcessAsync(("Shutdown__Delay", "00:00:03"));
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        var clients = Enumerable.Range(0, 8).Select(_ => new FollowingClient(api, user.AccessToken)).ToList();
        using var hanging = await DrippingClient.StartAsync(api);
        var running = clients.ConvertAll(client => client.RunAsync());
        await Eventually.IsTrueAsync(
            () => clients.TrueForAll(client => client.Served > 0) || running.Exists(task => task.IsCompleted), "they are served");
        Assert.DoesNotContain(running, task => task.IsCompleted);

        var watch = Stopwatch.StartNew();
        var stopped = api.StopAsync();
        await Task.WhenAll(running);

        // Each of them has asked once more after its last request, so they end with the first 503.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        await user.SignInAgainAsync();
        await stopped;
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(3), Bound);
        Assert.Equal(0, await api.Exited);
        await hanging.Ended;
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_response_during_the_shutdown_ends_its_connection_and_a_second_signal_changes_nothing()
    {
        await using var api = await system.StartProcessAsync(("Shutdown__Delay", "00:00:03"));
        var client = new TestClient(api);
        Assert.Null((await client.GetAsync("/alive")).Headers.ConnectionClose);

        var stopped = api.StopAsync();
        await Eventually.IsTrueAsync(
            async () => (await client.GetAsync("/health")).Status == HttpStatusCode.ServiceUnavailable, "it is shutting down");
        var again = api.StopAsync();
        var response = await client.GetAsync("/alive");

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.True(response.Headers.ConnectionClose);
        await Task.WhenAll(stopped, again);
        Assert.Equal(0, await api.Exited);
    }

    /// <summary>The mail stays in the outbox, from where another instance takes it.</summary>
    [Fact]
    public async Task A_mail_server_that_hangs_does_not_delay_the_shutdown()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        await using var api = await own.StartProcessAsync(
            ("Shutdown__Delay", "00:00:03"), ("Email__PickupDirectory", ""), ("Email__From", "auth@example.com"),
            ("Email__Smtp__Host", "127.0.0.1"), ("Email__Smtp__UseTls", "false"),
            ("Email__Smtp__Port", $"{((IPEndPoint)server.LocalEndpoint).Port}"));
        await NewUser.RegisterAsync(new TestClient(api));
        using var connection = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);

        var watch = Stopwatch.StartNew();
        await api.StopAsync();

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Bound);
        Assert.Equal(0, await api.Exited);
        Assert.Equal(1, await own.Database.ScalarAsync<long>(
            "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL"));
    }

    [Fact]
    public async Task Health_reports_the_shutdown_and_requests_are_served_until_the_port_closes()
    {
        await using var api = await system.StartProcessAsync(("Shutdown__Delay", "00:00:05"));
        var user = await SignedInUser.CreateAsync(new TestClient(api));

        var stopped = api.StopAsync();
        await Eventually.IsTrueAsync(
            async () => (await user.Client.GetAsync("/health")).Status == HttpStatusCode.ServiceUnavailable,
            "/health reports the shutdown");
        Assert.Equal(HttpStatusCode.OK, (await user.Client.GetAsync("/alive")).Status);
        await user.SignInAgainAsync();

        await stopped;
        Assert.Equal(0, await api.Exited);
        await Assert.ThrowsAsync<HttpRequestException>(() => user.Client.GetAsync("/alive"));
    }

    [Fact]
    public async Task A_request_in_progress_is_completed()
    {
        await using var api = await system.StartProcessAsync();
        var client = new TestClient(api);
        using var body = new HeldBody("""{"email":"nobody@users.test",""", "\"password\":\"not the password\"}");
        var response = client.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/login") { Content = body });
        await body.Begun;
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/alive")).Status);

        var stopped = api.StopAsync();
        await Eventually.IsTrueAsync(async () => !await IsOpenAsync(api.Address), "the port is closed");
        body.Release();

        Assert.Equal("invalid_credentials", (await response).Code);
        await stopped;
        Assert.Equal(0, await api.Exited);
    }

    private static async Task<bool> IsOpenAsync(Uri address)
    {
        using var connection = new TcpClient();
        try
        {
            await connection.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
