using System.Net;
using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.WellKnown;

/// <summary>
/// Who gets to see the details of <c>/health</c>. Its clients connect from 127.0.0.1, whom the shared instance trusts as a proxy.
/// </summary>
public sealed class HealthDetailsTests(TestSystem system, HealthDetailsTests.Instances instances)
    : IClassFixture<HealthDetailsTests.Instances>
{
    private static readonly string[] Parts =
        ["clock", "hash_queue", "mail", "postgres", "redis", "schema", "shutdown", "signing_keys", "warm_up"];

    [Fact]
    public async Task A_program_on_the_same_host_gets_the_state_of_each_part()
    {
        var health = await AskAsync(system.Api);

        Assert.Equal(HttpStatusCode.OK, health.Status);
        Assert.Equal("Healthy", health["status"]);
        var checks = health.Json.GetProperty("checks").EnumerateArray().ToList();
        Assert.Equal(Parts, checks.Select(check => check.GetProperty("id").GetString()));
        Assert.All(checks, check =>
        {
            Assert.Equal("Healthy", check.GetProperty("status").GetString());
            Assert.Equal(JsonValueKind.Null, check.GetProperty("detail").ValueKind);
            Assert.InRange(check.GetProperty("duration_ms").GetInt64(), 0, 2000);
        });
        Assert.Contains("no-store", health.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_in_trouble_is_named_without_hosts_ports_or_secrets()
    {
        var health = await AskAsync(instances.WithoutRedis);

        Assert.Equal(HttpStatusCode.OK, health.Status);
        Assert.Equal("Degraded", health["status"]);
        var redis = Assert.Single(
            health.Json.GetProperty("checks").EnumerateArray(), check => check.GetProperty("status").GetString() != "Healthy");
        Assert.Equal("redis", redis.GetProperty("id").GetString());
        Assert.Equal("RedisConnectionException", redis.GetProperty("detail").GetString());
        Assert.DoesNotContain("127.0.0.1", health.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("marker-7f3a", health.Body, StringComparison.Ordinal);
    }

    /// <summary>Whoever says nothing about JSON, as most probes do, reads the word.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData("text/plain", false)]
    [InlineData("text/plain, */*;q=0.1", false)]
    [InlineData("image/png", false)]
    [InlineData("application/json;q=0", false)]
    [InlineData("*/*", true)]
    [InlineData("application/json", true)]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", true)]
    [InlineData("application/*, text/plain;q=0.5", true)]
    public async Task The_form_is_negotiated(string? accept, bool isJson) =>
        IsAnswered(await AskAsync(system.Api, accept), isJson);

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("X-Forwarded-For", "nonsense")]
    [InlineData("X-Forwarded-For", "127.0.0.1, 203.0.113.7")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("X-Envoy-External-Address", "127.0.0.1")]
    [InlineData("Host", "auth.example.com")]
    public async Task A_request_that_a_proxy_on_the_same_host_passes_on_is_none_of_that_host(string header, string value)
    {
        IsAnswered(await AskAsync(system.Api, "*/*", (header, value)), isJson: false);
        IsAnswered(await AskAsync(instances.WithUntrustedProxy, "*/*", (header, value)), isJson: false);
    }

    [Fact]
    public async Task A_configured_network_gets_the_details_through_a_trusted_proxy_and_no_other_network_does()
    {
        IsAnswered(await AskAsync(instances.WithNetwork, "*/*", ("X-Forwarded-For", "198.51.100.9")), isJson: true);
        IsAnswered(await AskAsync(instances.WithNetwork, "*/*", ("X-Forwarded-For", "203.0.113.1, 198.51.100.9")), isJson: true);
        IsAnswered(await AskAsync(instances.WithNetwork, "*/*", ("X-Forwarded-For", "198.51.100.9, 203.0.113.1")), isJson: false);
        IsAnswered(await AskAsync(instances.WithNetwork, "*/*", ("X-Forwarded-For", "203.0.113.1")), isJson: false);
    }

    [Fact]
    public async Task An_untrusted_peer_gains_nothing_by_naming_a_configured_network() =>
        IsAnswered(await AskAsync(instances.WithUntrustedProxy, "*/*", ("X-Forwarded-For", "198.51.100.9")), isJson: false);

    [Fact]
    public async Task The_details_for_the_same_host_can_be_switched_off() =>
        IsAnswered(await AskAsync(instances.WithNetwork), isJson: false);

    [Fact]
    public async Task HEAD_has_the_status_and_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/health");
        request.Headers.Accept.ParseAdd("*/*");
        using var response = await system.Api.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static void IsAnswered(Response response, bool isJson)
    {
        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(isJson ? "application/json" : "text/plain", response.ContentType);
        if (!isJson)
        {
            Assert.Matches("^(Healthy|Degraded)$", response.Body);
        }
    }

    private static async Task<Response> AskAsync(
        RunningApi api, string? accept = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Response.ReadAsync(response);
    }

    public sealed class Instances(TestSystem system) : IAsyncLifetime
    {
        private const string Network = "198.51.100.0/24";

        /// <summary>Its proxy is elsewhere. What comes from this host is not from there, whatever its headers say.</summary>
        internal RunningApi WithUntrustedProxy { get; private set; } = null!;

        internal RunningApi WithNetwork { get; private set; } = null!;

        internal RunningApi WithoutRedis { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            WithUntrustedProxy = await system.StartApiAsync(
                ("Proxy__TrustedNetworks__0", "192.0.2.0/24"), ("Health__DetailNetworks__0", Network));
            WithNetwork = await system.StartApiAsync(
                ("Health__DetailNetworks__0", Network), ("Health__DetailsForLoopback", "false"));
            WithoutRedis = await system.StartApiAsync(("ConnectionStrings__redis", "127.0.0.1:1,password=marker-7f3a"));
        }

        public async ValueTask DisposeAsync()
        {
            await WithUntrustedProxy.DisposeAsync();
            await WithNetwork.DisposeAsync();
            await WithoutRedis.DisposeAsync();
        }
    }
}
