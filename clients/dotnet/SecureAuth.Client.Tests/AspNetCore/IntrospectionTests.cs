using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SecureAuth.Client.Tests.AspNetCore;

/// <summary>A service whose every endpoint but one needs a token.</summary>
public sealed class IntrospectionTests : IAsyncDisposable
{
    private const string Active =
        """
        {
          "active": true, "token_type": "Bearer", "iss": "https://auth.test", "aud": "orders",
          "sub": "019acd3e-1a2b-7000-8000-000000000001", "sid": "019acd3e-1a2b-7000-8000-000000000002", "jti": "x",
          "iat": 1, "nbf": 1, "exp": 4102444800, "auth_time": 1, "amr": ["pwd", "otp"], "roles": ["admin", "user"]
        }
        """;

    private const string AccessToken = """{"alg":"ES256","typ":"at+jwt"}""";

    private const string Good = """{"iss":"https://auth.test","exp":4102444800}""";

    private readonly FakeServer _auth;
    private string _issuer = "https://auth.test";
    private Func<HttpResponseMessage> _answer = () => FakeServer.Json(Active);
    private WebApplication? _service;

    public IntrospectionTests() => _auth = new FakeServer(_ => _answer());

    [Fact]
    public async Task An_active_token_is_a_user_with_roles()
    {
        var response = await GetAsync("/who", Token());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            "019acd3e-1a2b-7000-8000-000000000001 pwd,otp True False", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_operators_own_fields_are_claims_of_their_type()
    {
        var answer = Active.Replace("\"iat\"", """ "department": "Sales", "floor": 3, "iat" """, StringComparison.Ordinal);
        _answer = () => FakeServer.Json(answer);

        var response = await GetAsync("/fields", Token());

        Assert.Equal(
            $"Sales {ClaimValueTypes.String}, 3 {ClaimValueTypes.Integer64}",
            await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"active":false}""")]
    [InlineData("""{"active":true,"token_type":"refresh_token","aud":"orders","sub":"x"}""")]
    [InlineData("""{"active":true,"token_type":"Bearer","aud":"somebody else","sub":"x"}""")]
    [InlineData("""{"active":true,"token_type":"Bearer","sub":"x"}""")]
    [InlineData("""{"active":true,"token_type":"Bearer","aud":"orders"}""")]
    public async Task Every_other_token_is_refused(string answer)
    {
        _answer = () => FakeServer.Json(answer);
        var response = await GetAsync("/who", Token());

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task Without_a_token_the_server_is_not_asked()
    {
        var response = await GetAsync("/who", token: null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
        Assert.Empty(_auth.Requests);
    }

    [Theory]
    [InlineData("sart_a_refresh_token")]
    [InlineData("a.b.c.d")]
    [InlineData("a.b c.d")]
    [InlineData("a.b.c")]
    [InlineData("")]
    public async Task What_cannot_be_an_access_token_costs_no_call(string token)
    {
        var response = await GetAsync("/who", token);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(_auth.Requests);
    }

    [Theory]
    [InlineData("""{"alg":"ES256"}""", Good)]
    [InlineData("""{"typ":"JWT"}""", Good)]
    [InlineData("""{"typ":1}""", Good)]
    [InlineData("""["at+jwt"]""", Good)]
    [InlineData("""{"typ":"\ud800"}""", Good)]
    [InlineData("""{"typ":"at+jwt""", Good)]
    [InlineData(AccessToken, """{"iss":"https://auth.test"}""")]
    [InlineData(AccessToken, """{"iss":"https://auth.test","exp":1764400000}""")]
    [InlineData(AccessToken, """{"iss":"https://auth.test","exp":"4102444800"}""")]
    [InlineData(AccessToken, """{"iss":"https://elsewhere.test","exp":4102444800}""")]
    [InlineData(AccessToken, """{"exp":4102444800}""")]
    [InlineData(AccessToken, "[]")]
    public async Task A_token_that_the_server_would_refuse_in_any_case_costs_no_call(string header, string payload)
    {
        var response = await GetAsync("/who", Token(header, payload));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Empty(_auth.Requests);
    }

    [Fact]
    public async Task A_service_that_knows_no_issuer_asks_about_the_tokens_of_all()
    {
        _issuer = "";
        var response = await GetAsync("/who", Token(payload: """{"iss":"https://elsewhere.test","exp":4102444800}"""));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(_auth.Requests);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "service_unavailable")]
    [InlineData(HttpStatusCode.TooManyRequests, "rate_limited")]
    [InlineData(HttpStatusCode.Unauthorized, "invalid_client")]
    public async Task If_the_server_cannot_say_the_client_is_asked_to_come_again(HttpStatusCode status, string code)
    {
        _answer = () => FakeServer.Problem(status, code);
        var response = await GetAsync("/who", Token());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("1", response.Headers.RetryAfter?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("/open", Token())).StatusCode);
    }

    [Fact]
    public async Task A_server_that_is_down_is_no_reason_to_sign_out()
    {
        _answer = () => throw new HttpRequestException("Nobody listens.");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GetAsync("/who", Token())).StatusCode);
    }

    [Fact]
    public async Task A_call_that_has_waited_too_long_for_its_turn_is_no_reason_either()
    {
        _answer = () => throw new TimeoutException("Too many calls are open.");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await GetAsync("/who", Token())).StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }
    }

    /// <summary>Nobody has signed it. Only the server would see that.</summary>
    private static string Token(string header = AccessToken, string payload = Good) => string.Join(
        '.',
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)),
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload)),
        "AA");

    private async Task<HttpResponseMessage> GetAsync(string path, string? token)
    {
        _service ??= await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await _service.GetTestClient().SendAsync(request);
    }

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddAuthentication(SecureAuthAspNetCoreServices.IntrospectionScheme).AddSecureAuthIntrospection(options =>
        {
            options.Address = new Uri("https://auth.test");
            options.ClientId = "orders-api";
            options.ClientSecret = "secret";
            options.Audience = "orders";
            options.Issuer = _issuer;
        });
        builder.Services.AddAuthorization();
        builder.Services.ConfigureHttpClientDefaults(http => http.ConfigureAdditionalHttpMessageHandlers(
            (handlers, _) => handlers.Add(new Redirect(_auth))));
        var app = builder.Build();
        app.MapGet("/who", (ClaimsPrincipal user) => string.Join(
            ' ', user.Identity?.Name, string.Join(',', user.FindAll("amr").Select(claim => claim.Value)), user.IsInRole("admin"),
            user.IsInRole("other"))).RequireAuthorization();
        app.MapGet("/fields", (ClaimsPrincipal user) => string.Join(
            ", ", new[] { "department", "floor" }.Select(user.FindFirst).Select(claim => $"{claim?.Value} {claim?.ValueType}")))
            .RequireAuthorization();
        app.MapGet("/open", () => "Hello.");
        await app.StartAsync();
        return app;
    }
}
