using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Http;

public sealed class ResponseHeaderTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task API_responses_are_neither_stored_nor_sniffed()
    {
        foreach (var response in await ResponsesOfEveryKindAsync())
        {
            Assert.Equal("no-store", response.Header("Cache-Control"));
            Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
        }
    }

    [Fact]
    public async Task Every_response_carries_the_security_headers()
    {
        Response[] responses =
        [
            .. await ResponsesOfEveryKindAsync(),
            .. await Task.WhenAll(
                new[] { "/health", "/alive", "/.well-known/jwks.json", "/.well-known/openid-configuration", "/nothing" }
                    .Select(path => _client.GetAsync(path))),
        ];
        foreach (var response in responses)
        {
            Assert.Equal("nosniff", response.Header("X-Content-Type-Options"));
            Assert.Contains("default-src 'none'", response.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", response.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("no-referrer", response.Header("Referrer-Policy"));
            Assert.Equal("max-age=31536000; includeSubDomains", response.Header("Strict-Transport-Security"));
            Assert.NotNull(response.Header("X-Request-Id"));
        }
    }

    [Fact]
    public async Task No_response_names_the_server_software()
    {
        foreach (var response in await ResponsesOfEveryKindAsync())
        {
            Assert.Null(response.Header("Server"));
            Assert.Null(response.Header("X-Powered-By"));
        }
    }

    [Fact]
    public async Task No_other_origin_is_allowed_and_no_cookie_is_set()
    {
        var request = TestClient.Request(HttpMethod.Options, "/api/v1/auth/login");
        request.Headers.Add("Origin", "https://evil.test");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        foreach (var response in (Response[])[await _client.SendAsync(request), .. await ResponsesOfEveryKindAsync()])
        {
            Assert.Null(response.Header("Access-Control-Allow-Origin"));
            Assert.Null(response.Header("Set-Cookie"));
        }
    }

    private async Task<IReadOnlyList<Response>> ResponsesOfEveryKindAsync()
    {
        var user = await SignedInUser.CreateAsync(_client);
        return
        [
            await _client.LoginAsync(user.Account),
            await _client.MeAsync(user.AccessToken),
            await _client.LogoutAsync(user.AccessToken),
            await _client.MeAsync(null),
            await _client.LoginAsync(NewUser.Create()),
            await _client.PostTextAsync("/api/v1/auth/login", "{"),
            await _client.PostTextAsync("/api/v1/auth/login", "{}", "text/plain"),
            await _client.PostTextAsync("/api/v1/auth/login", new string('x', 20_000)),
            await _client.GetAsync("/api/v1/auth/login"),
            await _client.GetAsync("/api/v1/nothing"),
        ];
    }
}
