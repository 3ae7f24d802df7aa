using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Http;

public sealed class RoutingTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Theory]
    [InlineData("GET", "/api/v1/auth/register", "POST")]
    [InlineData("PUT", "/api/v1/auth/login", "POST")]
    [InlineData("GET", "/api/v1/auth/login", "POST")]
    [InlineData("DELETE", "/api/v1/auth/refresh", "POST")]
    [InlineData("GET", "/api/v1/auth/logout", "POST")]
    [InlineData("POST", "/api/v1/users/me", "GET")]
    [InlineData("TRACE", "/api/v1/users/me", "GET")]
    [InlineData("OPTIONS", "/api/v1/auth/login", "POST")]
    [InlineData("PROPFIND", "/api/v1/auth/login", "POST")]
    [InlineData("POST", "/.well-known/jwks.json", "GET")]
    [InlineData("POST", "/health", "GET")]
    public async Task A_wrong_method_is_refused_and_the_allowed_one_is_named(string method, string path, string allowed)
    {
        var response = await _client.SendAsync(TestClient.Request(new HttpMethod(method), path));

        Problems.Is("method_not_allowed", response);
        Assert.Contains(allowed, response.Header("Allow"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/api/v1")]
    [InlineData("/api/v1/auth")]
    [InlineData("/api/v2/auth/login")]
    [InlineData("/api/v1/users/you")]
    [InlineData("/api/v1/users/me/avatar")]
    [InlineData("/api/v1/auth/login/3fa")]
    [InlineData("/.well-known/nothing")]
    [InlineData("/metrics")]
    [InlineData("/swagger")]
    [InlineData("/.env")]
    [InlineData("/api/v1/docs/..%2f..%2fappsettings.json")]
    public async Task Unknown_paths_are_not_found(string path) => Problems.Is("not_found", await _client.GetAsync(path));

    [Fact]
    public async Task A_query_string_is_ignored_and_not_echoed()
    {
        var response = await _client.GetAsync("/api/v1/users/me?access_token=marker-7f3a");

        Problems.Is("invalid_token", response);
        Assert.Equal("/api/v1/users/me", response["instance"]);
        Assert.DoesNotContain("marker-7f3a", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_call_is_never_redirected()
    {
        foreach (var path in new[] { "/api/v1/auth/login/", "//api/v1/auth/login", "/API/V1/auth/login" })
        {
            var response = await _client.PostAsync(system.Api.Address.OriginalString + path, new { });
            Assert.NotInRange((int)response.Status, 300, 399);
            Assert.NotEqual(HttpStatusCode.InternalServerError, response.Status);
        }
    }

    [Fact]
    public async Task A_very_long_path_or_header_is_refused_without_harm()
    {
        var path = await _client.GetAsync("/api/v1/" + new string('x', 8000));
        Assert.InRange((int)path.Status, 400, 431);

        var request = TestClient.Request(HttpMethod.Get, "/api/v1/users/me");
        request.Headers.Add("X-Long", new string('x', 40_000));
        Assert.InRange((int)(await _client.SendAsync(request)).Status, 400, 431);
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync("/alive")).Status);
    }
}
