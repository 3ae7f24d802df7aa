using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Http;

public sealed class ResponseHeaderTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task API_responses_are_neither_stored_nor_sniffed()
    {
        foreach (var answer in await AnswersOfEveryKindAsync())
        {
            Assert.Equal("no-store", answer.Header("Cache-Control"));
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        }
    }

    [Fact]
    public async Task Every_response_carries_the_security_headers()
    {
        Answer[] answers =
        [
            .. await AnswersOfEveryKindAsync(),
            .. await Task.WhenAll(
                new[] { "/health", "/alive", "/.well-known/jwks.json", "/.well-known/openid-configuration", "/nothing" }
                    .Select(_client.GetAsync)),
        ];
        foreach (var answer in answers)
        {
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Contains("default-src 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", answer.Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
            Assert.StartsWith("max-age=", answer.Header("Strict-Transport-Security"), StringComparison.Ordinal);
            Assert.NotNull(answer.Header("X-Request-Id"));
        }
    }

    [Fact]
    public async Task No_response_names_the_server_software()
    {
        foreach (var answer in await AnswersOfEveryKindAsync())
        {
            Assert.Null(answer.Header("Server"));
            Assert.Null(answer.Header("X-Powered-By"));
        }
    }

    [Fact]
    public async Task No_other_origin_is_allowed_and_no_cookie_is_set()
    {
        var request = TestClient.Request(HttpMethod.Options, "/api/v1/auth/login");
        request.Headers.Add("Origin", "https://evil.test");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        foreach (var answer in (Answer[])[await _client.SendAsync(request), .. await AnswersOfEveryKindAsync()])
        {
            Assert.Null(answer.Header("Access-Control-Allow-Origin"));
            Assert.Null(answer.Header("Set-Cookie"));
        }
    }

    private async Task<IReadOnlyList<Answer>> AnswersOfEveryKindAsync()
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
