using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Faults;

/// <summary>A network that drops packets: a server that does not respond is sent nothing more, not even a cancellation.</summary>
[Collection(typeof(PostgresFaultsRunAlone))]
public sealed class SilentPostgresTests(TestSystem system)
{
    private const int Callers = 60;

    [Fact]
    public async Task No_connection_is_opened_to_cancel_an_unanswered_statement()
    {
        await using var proxy = new PostgresProxy(system.Postgres.ApiConnection);
        await using var api = await system.StartProcessAsync(("ConnectionStrings__secureauth", proxy.ConnectionString));
        var user = await SignedInUser.CreateAsync(new TestClient(api));

        proxy.FallSilent();
        for (var round = 0; round < 2; round++)
        {
            var responses = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => i % 2 == 0
                ? user.Client.RefreshAsync(user.RefreshToken)
                : user.Client.LoginAsync(NewUser.Create())));
            Assert.All(responses, response => Problems.Is("service_unavailable", response));
        }

        Assert.Equal(0, proxy.CancelRequests);
        proxy.Speak();
        await Eventually.IsTrueAsync(
            async () => (await user.Client.MeAsync(user.AccessToken)).Status == HttpStatusCode.OK,
            "the token works again");
    }

    [Fact]
    public async Task Callers_that_disconnect_cancel_no_statement()
    {
        await using var proxy = new PostgresProxy(system.Postgres.ApiConnection);
        await using var api = await system.StartProcessAsync(("ConnectionStrings__secureauth", proxy.ConnectionString));
        var user = await SignedInUser.CreateAsync(new TestClient(api));

        proxy.FallSilent();
        using var disconnected = new CancellationTokenSource();
        var calls = Enumerable.Range(0, Callers).Select(async _ =>
        {
            var request = TestClient.Request(HttpMethod.Get, "/api/v1/users/me", user.AccessToken);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.Http.SendAsync(request, disconnected.Token));
        }).ToList();
        disconnected.CancelAfter(TimeSpan.FromMilliseconds(200));
        await Task.WhenAll(calls);
        Problems.Is("service_unavailable", await user.Client.MeAsync(user.AccessToken));

        Assert.Equal(0, proxy.CancelRequests);
        proxy.Speak();
    }
}
