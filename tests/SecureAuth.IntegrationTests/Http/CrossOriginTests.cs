using System.Net;
using System.Text;
using SecureAuth.IntegrationTests.Cookies;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Http;

/// <summary>The headers by which a browser lets pages of other origins call the API and read its responses.</summary>
[Collection(nameof(BrowserApi))]
public sealed class CrossOriginTests(TestSystem system, BrowserApi api)
{
    private const string Exposed = "X-Request-Id, Retry-After, RateLimit, RateLimit-Policy, WWW-Authenticate";

    private readonly TestClient _client = api.NewClient();

    [Theory]
    [InlineData(BrowserApi.App)]
    [InlineData(BrowserApi.SecondApp)]
    public async Task A_preflight_tells_an_allowed_page_what_it_may_send_and_for_how_long(string origin)
    {
        var response = await PreflightAsync(_client, origin);

        Assert.Equal(HttpStatusCode.NoContent, response.Status);
        Assert.Equal(origin, response.Header("Access-Control-Allow-Origin"));
        Assert.Equal("true", response.Header("Access-Control-Allow-Credentials"));
        Assert.Equal("GET, POST, PATCH, DELETE", response.Header("Access-Control-Allow-Methods"));
        Assert.Equal(
            "Authorization, Content-Type, X-Request-Id, X-SecureAuth-CSRF", response.Header("Access-Control-Allow-Headers"));
        Assert.Equal("7200", response.Header("Access-Control-Max-Age"));
        Assert.Contains("Origin", response.Header("Vary"), StringComparison.Ordinal);
        Assert.NotNull(response.Header("X-Request-Id"));
        Assert.Null(response.Header("RateLimit"));
    }

    [Theory]
    [InlineData("https://evil.test")]
    [InlineData("null")]
    [InlineData("https://app.auth.test.evil.test")]
    [InlineData("https://evil.app.auth.test")]
    [InlineData("http://app.auth.test")]
    [InlineData("https://APP.auth.test")]
    [InlineData("https://app.auth.test/")]
    [InlineData("*")]
    public async Task No_other_page_is_allowed(string origin)
    {
        var preflight = await PreflightAsync(_client, origin);
        Problems.Is("method_not_allowed", preflight);
        IsClosed(preflight);
        IsClosed(await GetAsync("/api/v1/users/me", origin));
    }

    [Fact]
    public async Task Two_Origin_headers_allow_no_page()
    {
        var request = TestClient.Request(HttpMethod.Get, "/api/v1/users/me");
        request.Headers.Add("Origin", [BrowserApi.App, "https://evil.test"]);

        IsClosed(await _client.SendAsync(request));
    }

    [Theory]
    [InlineData("/api/v1/users/me", 401)]
    [InlineData("/api/v1/nothing", 404)]
    [InlineData("/api/v1/auth/login", 405)]
    [InlineData("/.well-known/jwks.json", 200)]
    [InlineData("/.well-known/openid-configuration", 200)]
    [InlineData("/api/v1/openapi.json", 200)]
    public async Task An_allowed_page_reads_every_response(string path, int status)
    {
        var response = await GetAsync(path, BrowserApi.App);

        Assert.Equal((HttpStatusCode)status, response.Status);
        IsOpen(response);
    }

    [Fact]
    public async Task An_allowed_page_reads_what_went_wrong()
    {
        IsOpen(await PostAsync("/api/v1/auth/login", "{"));
        IsOpen(await PostAsync("/api/v1/auth/login", new string('x', 20_000)));

        // While Redis answers too late, each instance counts for itself, so the limit may begin anew in between.
        var limited = await PostAsync("/api/v1/auth/password/forgot", """{"email":"ann@users.test"}""");
        for (var sent = 1; sent < 10 && limited.Status == HttpStatusCode.Accepted; sent++)
        {
            limited = await PostAsync("/api/v1/auth/password/forgot", """{"email":"ann@users.test"}""");
        }

        Problems.Is("rate_limited", limited);
        IsOpen(limited);
    }

    [Fact]
    public async Task An_allowed_page_reads_that_the_database_is_away()
    {
        var settings = system.Settings.ForApi(
            ("ConnectionStrings__secureauth", "Host=127.0.0.1;Port=1;Username=nobody;Database=nothing"),
            ("Cors__Origins__0", BrowserApi.App));
        await using var broken = await ApiProcess.LaunchAsync(settings);
        var client = new TestClient(broken);
        await Eventually.IsTrueAsync(() => IsAliveAsync(broken), "the process listens");
        var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/login");
        request.Content = new StringContent(
            """{"email":"ann@users.test","password":"violet tram"}""", Encoding.UTF8, "application/json");
        request.Headers.Add("Origin", BrowserApi.App);

        var response = await client.SendAsync(request);

        Problems.Is("service_unavailable", response);
        IsOpen(response);
    }

    /// <summary>A cache must not give a page what it has stored for somebody without an origin.</summary>
    [Fact]
    public async Task Cacheable_responses_vary_by_the_origin()
    {
        foreach (var origin in new[] { null, BrowserApi.App, "https://evil.test" })
        {
            var keys = await GetAsync("/.well-known/jwks.json", origin);
            Assert.Contains("public", keys.Header("Cache-Control"), StringComparison.Ordinal);
            Assert.Equal("Origin", keys.Header("Vary"));
        }
    }

    [Fact]
    public async Task A_preflight_uses_up_no_limit()
    {
        var client = api.NewClient();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(
                HttpStatusCode.NoContent, (await PreflightAsync(client, BrowserApi.App, "/api/v1/auth/password/forgot")).Status);
        }

        Assert.Equal(HttpStatusCode.Accepted, (await client.ForgotAsync("ann@users.test")).Status);
    }

    [Fact]
    public async Task Without_configured_origins_no_response_has_a_CORS_header()
    {
        var client = system.NewClient();
        Problems.Is("method_not_allowed", await PreflightAsync(client, BrowserApi.App));
        var request = TestClient.Request(HttpMethod.Get, "/.well-known/jwks.json");
        request.Headers.Add("Origin", BrowserApi.App);
        var response = await client.SendAsync(request);

        IsClosed(response);
        Assert.Null(response.Header("Vary"));
    }

    private static async Task<bool> IsAliveAsync(RunningApi process)
    {
        try
        {
            using var response = await process.Http.GetAsync("/alive", TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private Task<Response> GetAsync(string path, string? origin)
    {
        var request = TestClient.Request(HttpMethod.Get, path);
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        return _client.SendAsync(request);
    }

    private Task<Response> PostAsync(string path, string body)
    {
        var request = TestClient.Request(HttpMethod.Post, path);
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.Add("Origin", BrowserApi.App);
        return _client.SendAsync(request);
    }

    private static Task<Response> PreflightAsync(TestClient client, string origin, string path = "/api/v1/auth/login")
    {
        var request = TestClient.Request(HttpMethod.Options, path);
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "content-type,x-secureauth-csrf");
        return client.SendAsync(request);
    }

    private static void IsOpen(Response response)
    {
        Assert.Equal(BrowserApi.App, response.Header("Access-Control-Allow-Origin"));
        Assert.Equal("true", response.Header("Access-Control-Allow-Credentials"));
        Assert.Equal(Exposed, response.Header("Access-Control-Expose-Headers"));
        Assert.Contains("Origin", response.Header("Vary"), StringComparison.Ordinal);
    }

    private static void IsClosed(Response response)
    {
        Assert.Null(response.Header("Access-Control-Allow-Origin"));
        Assert.Null(response.Header("Access-Control-Allow-Credentials"));
        Assert.Null(response.Header("Access-Control-Allow-Headers"));
    }
}
