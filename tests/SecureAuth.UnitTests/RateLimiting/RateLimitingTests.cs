using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Api;
using SecureAuth.Api.Auditing;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Failures;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.Audit;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Redis;
using SecureAuth.Core.Telemetry;
using StackExchange.Redis;

namespace SecureAuth.UnitTests.RateLimiting;

/// <summary>The middleware of the service in memory, with a Redis that returns what a test configures.</summary>
public sealed class RateLimitingTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeRedis _redis;
    private readonly WebApplication _app;
    private HttpClient _client = null!;

    public RateLimitingTests()
    {
        (_redis, var connection) = FakeRedis.Create();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddRateLimits();
        builder.Services.AddSingleton<DocumentEndpoint>();
        builder.Services.AddOpenApi(DocumentEndpoint.DocumentName);
        builder.Services.RemoveAll<Microsoft.Extensions.Hosting.IHostedService>();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddSingleton(new Lazy<IConnectionMultiplexer>(connection));
        builder.Services.AddSingleton<RedisLink>();
        builder.Services.AddSingleton<AuthMeter>();

        _app = builder.Build();
        _app.UseMiddleware<ExceptionMiddleware>();
        _app.UseRouting();
        _app.UseRateLimiter();
        _app.MapPost("/api/v1/auth/login", () => "in").LimitedBy(RateLimitPolicy.Login);
        _app.MapGet("/api/v1/users/me", () => "me");
        _app.MapGet("/api/v1/broken", string () => throw new InvalidOperationException());
        _app.MapGroup("/api/v1").MapDocumentation();
        _app.MapGet("/health", () => "well");
    }

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _client = _app.GetTestClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_response_states_the_policy_and_the_remainder()
    {
        Answer(allowed: true, aheadSeconds: 12);

        var response = await LoginAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("\"login\";q=5;w=60", Header(response, "RateLimit-Policy"));
        Assert.Equal("\"login\";r=4;t=12", Header(response, "RateLimit"));
        Assert.Null(Header(response, "Retry-After"));
    }

    [Fact]
    public async Task A_refusal_is_a_problem_that_says_when_to_retry()
    {
        Answer(allowed: false, aheadSeconds: 58.9);

        var response = await LoginAsync();
        var problem = await response.Content.ReadFromJsonAsync<JsonObject>();

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("rate_limited", (string?)problem?["code"]);
        Assert.Equal("11", Header(response, "Retry-After"));
        Assert.Equal("\"login\";r=0;t=11", Header(response, "RateLimit"));
        Assert.Equal("\"login\";q=5;w=60", Header(response, "RateLimit-Policy"));
    }

    [Fact]
    public async Task A_failure_that_clears_the_response_keeps_the_headers()
    {
        Answer(allowed: true, aheadSeconds: 1);

        var response = await _client.GetAsync("/api/v1/broken");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("\"default\";q=300;w=60", Header(response, "RateLimit-Policy"));
        Assert.Equal("\"default\";r=295;t=1", Header(response, "RateLimit"));
    }

    [Theory]
    [InlineData("GET", "/api/v1/users/me")]
    [InlineData("GET", "/api/v1/no/such/thing")]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/API/V1/users/me")]
    [InlineData("GET", "/api/v1/docsearch")]
    [InlineData("DELETE", "/api/v1/auth/login")]
    public async Task All_other_API_paths_have_the_default_policy(string method, string path)
    {
        Answer(allowed: true, aheadSeconds: 1);

        var response = await _client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal("\"default\";q=300;w=60", Header(response, "RateLimit-Policy"));
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/.well-known/jwks.json")]
    [InlineData("/api/v1/openapi.json")]
    [InlineData("/api/v1/docs")]
    [InlineData("/api/v1/docs/swagger-ui.css")]
    [InlineData("/api/v1/redoc/redoc.standalone.js")]
    public async Task The_documentation_and_paths_outside_the_API_have_no_limit(string path)
    {
        Answer(allowed: false, aheadSeconds: 60);

        var response = await _client.GetAsync(path);

        Assert.NotEqual(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Null(Header(response, "RateLimit"));
        Assert.Null(Header(response, "RateLimit-Policy"));
    }

    [Fact]
    public async Task Each_refusal_is_counted_and_the_first_of_a_window_is_audited()
    {
        using var refusals = Counter("secureauth.rate_limited");

        Answer(allowed: false, aheadSeconds: 60, first: true);
        await LoginAsync();
        Answer(allowed: false, aheadSeconds: 60);
        await LoginAsync();

        Assert.Equal(["login", "login"], refusals.GetMeasurementSnapshot().Select(measured => measured.Tags["policy"]));
        var entry = Assert.Single(Audited());
        Assert.Equal((AuditEvent.RateLimited, "login"), (entry.Event, entry.Reason!.Text));
        Assert.Equal(ActorKind.Client, entry.Actor.Kind);
    }

    [Fact]
    public async Task Without_Redis_half_of_the_permits_apply()
    {
        using var local = Counter("secureauth.rate_limit.local_decisions");

        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            statuses.Add((int)(await LoginAsync()).StatusCode);
        }

        Assert.Equal([200, 200, 429], statuses);
        Assert.Equal(3, local.GetMeasurementSnapshot().Count);
    }

    [Fact]
    public async Task Without_Redis_a_retry_at_the_stated_time_passes()
    {
        await LoginAsync();
        await LoginAsync();
        var refused = await LoginAsync();

        _time.Advance(TimeSpan.FromSeconds(int.Parse(Header(refused, "Retry-After")!, CultureInfo.InvariantCulture)));

        Assert.Equal(HttpStatusCode.OK, (await LoginAsync()).StatusCode);
    }

    [Fact]
    public async Task An_outage_is_audited_once_even_if_Redis_answers_in_between()
    {
        await DefaultAsync();
        await DefaultAsync();
        await RecoverAsync();
        await LoseAsync();

        Assert.Equal([AuditEvent.RateLimitStoreLost], Audited().Select(entry => entry.Event));
    }

    [Fact]
    public async Task An_outage_lasts_until_Redis_answers_however_rarely_it_is_asked()
    {
        await DefaultAsync();
        _time.Advance(TimeSpan.FromHours(1));
        await DefaultAsync();

        Assert.Single(Audited());
    }

    [Fact]
    public async Task The_next_outage_is_audited_again()
    {
        await DefaultAsync();
        await RecoverAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await LoseAsync();

        var entries = Audited();

        Assert.Equal(2, entries.Count);
        Assert.All(entries, entry => Assert.Equal((ActorKind.System, null), (entry.Actor.Kind, entry.Actor.Address)));
    }

    /// <summary>Configures the script's reply: how far ahead the bucket's time is.</summary>
    private void Answer(bool allowed, double aheadSeconds, bool first = false) => _redis.Answer = RedisResult.Create(
        [allowed ? 1 : 0, (long)(aheadSeconds * 1_000_000), first ? 1 : 0]);

    private Task<HttpResponseMessage> LoginAsync() => _client.PostAsync("/api/v1/auth/login", null);

    private Task<HttpResponseMessage> DefaultAsync() => _client.GetAsync("/api/v1/users/me");

    private async Task RecoverAsync()
    {
        Answer(allowed: true, aheadSeconds: 1);
        _time.Advance(RedisLink.Pause);
        await DefaultAsync();
    }

    private async Task LoseAsync()
    {
        _redis.Answer = null;
        await DefaultAsync();
    }

    private MetricCollector<long> Counter(string name)
    {
        _app.Services.GetRequiredService<AuthMeter>();
        return new(_app.Services.GetRequiredService<IMeterFactory>(), AuthMeter.Name, name);
    }

    private List<AuditEntry> Audited()
    {
        var queue = _app.Services.GetRequiredService<AuditQueue>();
        var entries = new List<AuditEntry>();
        while (queue.Entries.TryRead(out var entry))
        {
            entries.Add(entry.Entry);
        }

        return entries;
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
