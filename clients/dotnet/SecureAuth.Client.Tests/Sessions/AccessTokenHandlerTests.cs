using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace SecureAuth.Client.Tests.Sessions;

public sealed class AccessTokenHandlerTests
{
    /// <summary>Her session, as the fake server names it too.</summary>
    private static readonly Guid Ann = Guid.Parse("019acd3e-1a2b-7000-8000-000000000001");

    private static readonly Guid Bob = Guid.Parse("019acd3e-1a2b-7000-8000-000000000002");

    private static readonly Uri Api = new("https://orders.test/");

    private readonly FakeServer _auth = new(_ => FakeServer.Tokens(2));
    private readonly FakeServer _api = new(request => new HttpResponseMessage(
        request.Authorization == "Bearer access-2" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized));

    [Fact]
    public async Task A_refused_request_is_sent_once_more_with_another_token()
    {
        using var http = await ClientAsync();
        using var response = await http.PostAsync("/orders", new StringContent("a book"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["Bearer access-1", "Bearer access-2"], _api.Requests.Select(request => request.Authorization));
        Assert.Equal(["a book", "a book"], _api.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task A_refused_request_is_not_sent_again_for_the_user_who_signed_in_meanwhile()
    {
        var session = new SecureAuthSession(_auth.Client(), new InMemoryTokenStore());
        await StartAsync(session);
        var api = new FakeServer(async _ =>
        {
            await session.StartAsync(
                new TokenPair("access-9", TimeSpan.FromMinutes(15), "sart_9", TimeSpan.FromDays(7), Bob));
            return new HttpResponseMessage(HttpStatusCode.Unauthorized);
        });
        using var http = new HttpClient(new AccessTokenHandler(session, Api) { InnerHandler = api });
        using var response = await http.PostAsync(new Uri(Api, "/orders"), new StringContent("a book"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer access-1", Assert.Single(api.Requests).Authorization);
    }

    [Fact]
    public async Task A_stream_is_not_sent_again_but_the_next_request_has_a_better_token()
    {
        using var http = await ClientAsync();
        using var refused = await http.PostAsync("/orders", new StreamContent(new MemoryStream([1, 2, 3])));
        using var next = await http.GetAsync("/orders");

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Equal(2, _api.Requests.Count);
    }

    [Theory]
    [InlineData("https://elsewhere.test/orders")]
    [InlineData("http://orders.test/orders")]
    [InlineData("https://orders.test:444/orders")]
    public async Task No_other_origin_gets_the_token(string uri)
    {
        using var http = await ClientAsync();
        using var response = await http.GetAsync(uri);

        Assert.Null(Assert.Single(_api.Requests).Authorization);
        Assert.Empty(_auth.Requests);
    }

    [Fact]
    public async Task A_request_with_credentials_of_its_own_keeps_them()
    {
        using var http = await ClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/orders");
        request.Headers.Authorization = new("Basic", "b3duOm9uZQ==");
        using var response = await http.SendAsync(request);

        Assert.Equal("Basic b3duOm9uZQ==", Assert.Single(_api.Requests).Authorization);
    }

    [Fact]
    public async Task The_base_address_of_a_registered_client_gets_the_token()
    {
        var services = new ServiceCollection();
        services.AddSecureAuthClient(options => options.Address = new Uri("https://auth.test"))
            .ConfigurePrimaryHttpMessageHandler(() => _auth);
        services.AddSecureAuthSession();
        services.AddHttpClient("orders", http => http.BaseAddress = Api)
            .AddSecureAuthAccessToken()
            .ConfigurePrimaryHttpMessageHandler(() => _api);
        await using var provider = services.BuildServiceProvider();
        await StartAsync(provider.GetRequiredService<SecureAuthSession>());

        using var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient("orders");
        using var response = await http.GetAsync("/orders");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public void A_client_without_an_origin_is_refused()
    {
        var session = new SecureAuthSession(_auth.Client(), new InMemoryTokenStore());

        Assert.Throws<ArgumentException>(() => new AccessTokenHandler(session));
        Assert.Throws<ArgumentException>(() => new AccessTokenHandler(session, new Uri("http://orders.test")));
    }

    private static Task StartAsync(SecureAuthSession session) => session.StartAsync(
        new TokenPair("access-1", TimeSpan.FromMinutes(15), "sart_1", TimeSpan.FromDays(7), Ann));

    private async Task<HttpClient> ClientAsync()
    {
        var session = new SecureAuthSession(_auth.Client(), new InMemoryTokenStore());
        await StartAsync(session);
        return new HttpClient(new AccessTokenHandler(session, Api) { InnerHandler = _api }) { BaseAddress = Api };
    }
}
