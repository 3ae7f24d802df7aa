using System.Net;
using System.Net.Sockets;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Shutdown;

/// <summary>On SIGTERM an instance reports that it is stopping, keeps serving for a while and then exits.</summary>
public sealed class ShutdownTests(TestSystem system)
{
    [Fact]
    public async Task Health_reports_the_shutdown_and_requests_are_served_until_the_port_closes()
    {
        await using var api = await system.StartApiAsync(("Shutdown__Delay", "00:00:05"));
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
        await using var api = await system.StartApiAsync();
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
