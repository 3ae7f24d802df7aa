using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Telemetry;

public sealed partial class PrometheusTests(TestSystem system)
{
    private const string PortKey = "OTEL_EXPORTER_PROMETHEUS_PORT";
    private const string HostKey = "OTEL_EXPORTER_PROMETHEUS_HOST";

    private const string Unknown = "no-such-path";

    /// <summary>More series than these in one metric would mean that a label is taken from requests.</summary>
    private const int MaxSeries = 400;

    private static readonly HashSet<string> OfTheFrameworks =
    [
        "db_client_connection_count", "db_client_connection_max", "db_client_operation_duration_seconds_bucket",
        "db_client_operation_duration_seconds_count", "dotnet_exceptions_total",
        "dotnet_gc_last_collection_memory_committed_size_bytes", "dotnet_process_cpu_count",
        "dotnet_process_cpu_time_seconds_total", "dotnet_process_memory_working_set_bytes",
        "http_server_request_duration_seconds_bucket", "http_server_request_duration_seconds_count",
    ];

    [Fact]
    public async Task Without_the_setting_the_API_listens_on_its_own_port_only()
    {
        var response = await system.NewClient().GetAsync("/metrics");

        Problems.Is("not_found", response);
        Assert.DoesNotContain(system.Api.Log.All, line => line.Contains(":9464", StringComparison.Ordinal));
        Assert.False(await IsOpenAsync(9464), "The default port of OpenTelemetry is open.");
    }

    [Fact]
    public async Task The_metrics_of_requests_are_served_in_the_text_format()
    {
        await using var observed = await StartAsync();
        var before = await observed.ScrapeAsync();

        await observed.CauseEverythingAsync();
        var after = await observed.ScrapeAsync();

        Assert.Equal(0, before.Sum("secureauth_login_attempts_total"));
        Assert.Equal(1, after.Sum("secureauth_login_attempts_total", "result=\"success\""));
        Assert.Equal(1, after.Sum("secureauth_login_attempts_total", "result=\"invalid_credentials\""));
        Assert.Equal(1, after.Sum("secureauth_refresh_total", "result=\"success\""));
        Assert.Equal(1, after.Sum("secureauth_refresh_total", "result=\"refused\""));
        Assert.Equal(1, after.Sum("secureauth_registrations_total", "result=\"success\""));
        Assert.Equal(1, after.Sum("secureauth_sessions_revoked_total", "reason=\"signed_out\""));
        Assert.Equal(3, after.Sum("secureauth_password_queue_wait_seconds_count"));
        Assert.True(after.Sum("secureauth_password_hash_duration_seconds_sum") > 0);
        Assert.Equal(0, after.Sum("secureauth_redis_fallback"));
        Assert.True(after.Sum("secureauth_signing_key_age_seconds") > 0);
        Assert.True(after.Sum("http_server_request_duration_seconds_count", "http_route=\"/api/v1/auth/login\"") >= 2);
        Assert.Contains("# TYPE secureauth_login_attempts_total counter", after.Text, StringComparison.Ordinal);
        Assert.Contains("# TYPE secureauth_password_queue_depth gauge", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_metrics_of_the_frameworks_have_the_names_that_the_dashboard_uses()
    {
        await using var observed = await StartAsync();
        await SignedInUser.CreateAsync(observed.Client);
        await observed.Client.PostTextAsync("/api/v1/auth/login", "{");

        var served = (await observed.ScrapeAsync()).SeriesPerMetric.Keys;

        Assert.Superset(OfTheFrameworks, served.ToHashSet());
    }

    [Fact]
    public async Task A_label_never_comes_from_a_client()
    {
        await using var observed = await StartAsync();

        var user = await observed.CauseEverythingAsync();
        var scrape = await observed.ScrapeAsync();

        var values = Label().Matches(scrape.Text).Select(match => match.Groups["value"].Value).ToHashSet();
        Assert.Contains("/api/v1/auth/login", values);
        Assert.DoesNotContain(values, value => value.Contains('@', StringComparison.Ordinal));
        Assert.DoesNotContain(values, value => value.Contains(observed.Client.Address, StringComparison.Ordinal));
        Assert.DoesNotContain(values, value => value.Contains(observed.Client.UserAgent!, StringComparison.Ordinal));
        Assert.DoesNotContain(values, value => value.Contains(user.Account.DisplayName!, StringComparison.Ordinal));
        Assert.DoesNotContain(values, value => value.Contains(user.Id.ToString(), StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(values, value => value.Contains(Unknown, StringComparison.OrdinalIgnoreCase));
        Assert.All(scrape.SeriesPerMetric, metric => Assert.True(metric.Value <= MaxSeries, $"{metric.Key}: {metric.Value}"));

        // The id of the process is the only GUID, and only the metric that describes the process has it.
        var processes = scrape.Samples.Where(sample => sample.StartsWith("target_info{", StringComparison.Ordinal));
        Assert.DoesNotMatch(Guid(), string.Join('\n', scrape.Samples.Except(processes)));
    }

    [Fact]
    public async Task Neither_port_answers_for_the_other()
    {
        await using var observed = await StartAsync();

        Assert.Equal(HttpStatusCode.OK, await observed.StatusAsync("/metrics"));
        Assert.Equal(HttpStatusCode.NotFound, (await observed.Client.GetAsync("/metrics")).Status);
        string[] paths =
            ["/", "/health", "/alive", "/metrics/x", "/api/v1/openapi.json", "/api/v1/users/me", "/.well-known/jwks.json"];
        foreach (var path in paths)
        {
            Assert.Equal(HttpStatusCode.NotFound, await observed.StatusAsync(path));
            Assert.Equal(HttpStatusCode.NotFound, await observed.StatusAsync(path, observed.Api.Address.Authority));
        }

        using var spoofed = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        spoofed.Headers.Host = observed.Metrics.Authority;
        Assert.Equal(HttpStatusCode.NotFound, (await observed.Client.SendAsync(spoofed)).Status);
    }

    [Fact]
    public async Task A_scrape_is_not_counted_as_a_request_of_the_API()
    {
        await using var observed = await StartAsync();
        for (var scrape = 0; scrape < 3; scrape++)
        {
            await observed.ScrapeAsync();
            await observed.StatusAsync("/elsewhere");
        }

        var text = await observed.ScrapeAsync();

        // Only the test's own waiting for /health has been counted.
        const string Requests = "http_server_request_duration_seconds_count";
        Assert.All(
            text.Samples.Where(sample => sample.StartsWith(Requests, StringComparison.Ordinal)),
            sample => Assert.Contains("http_route=\"/health\"", sample, StringComparison.Ordinal));
        Assert.Equal(0, text.Sum("http_server_active_requests"));
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    public async Task The_host_may_be_a_name_or_an_address(string host)
    {
        await using var observed = await StartAsync((HostKey, host));

        Assert.Equal(HttpStatusCode.OK, await observed.StatusAsync("/metrics", "metrics.example"));
    }

    [Fact]
    public async Task By_default_only_this_host_reaches_the_port()
    {
        await using var observed = await StartAsync();

        // Each address of 127.0.0.0/8 is on the loopback interface, but localhost is only one of them.
        Assert.True(await IsOpenAsync(observed.Metrics.Port));
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems have only one loopback address.");
        Assert.False(await IsOpenAsync(observed.Metrics.Port, "127.0.0.2"));
    }

    [Theory]
    [InlineData(PortKey, "0")]
    [InlineData(PortKey, "65536")]
    [InlineData(PortKey, "http")]
    [InlineData(HostKey, "a b")]
    [InlineData(HostKey, "metrics.example")]
    [InlineData(HostKey, "localhost:9464")]
    public async Task An_invalid_value_stops_the_API_with_one_line(string key, string value)
    {
        var (exitCode, lines) = await ApiProcess.RefuseAsync(
            system.Settings.ForApi((PortKey, $"{FreePort.Next()}"), (key, value)));

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"{key} is '{value}'; allowed: ", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task A_port_that_is_in_use_stops_the_API_with_one_line(string host)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exitCode, lines) = await ApiProcess.RefuseAsync(system.Settings.ForApi((PortKey, $"{port}"), (HostKey, host)));

        Assert.Equal(1, exitCode);
        var line = Assert.Single(lines);
        Assert.StartsWith($"{PortKey} is {port} and {HostKey} is '{host}': ", line, StringComparison.Ordinal);
        Assert.Contains("address already in use", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_stops_the_API_with_one_line()
    {
        var (exitCode, lines) = await ApiProcess.RefuseAsync(
            system.Settings.ForApi((PortKey, $"{FreePort.Next()}"), (HostKey, "203.0.113.9")));

        Assert.Equal(1, exitCode);
        Assert.Contains($"{HostKey} is '203.0.113.9': ", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_port_closes_with_the_process_even_if_a_client_holds_a_connection()
    {
        await using var observed = await StartAsync();
        using var idle = new TcpClient();
        await idle.ConnectAsync("127.0.0.1", observed.Metrics.Port, TestContext.Current.CancellationToken);
        await observed.ScrapeAsync();

        await observed.Api.StopAsync();

        Assert.Equal(0, await observed.Api.Exited.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
        Assert.False(await IsOpenAsync(observed.Metrics.Port));
    }

    private async Task<Observed> StartAsync(params (string Key, string Value)[] settings)
    {
        var port = FreePort.Next();
        return new Observed(await system.StartProcessAsync([(PortKey, $"{port}"), .. settings]), port);
    }

    private static async Task<bool> IsOpenAsync(int port, string host = "127.0.0.1")
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(host, port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex("""[a-z_]+="(?<value>[^"]*)["]""")]
    private static partial Regex Label();

    [GeneratedRegex("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", RegexOptions.IgnoreCase)]
    private static partial Regex Guid();

    /// <summary>An instance with the endpoint.</summary>
    private sealed class Observed(ApiProcess api, int port) : IAsyncDisposable
    {
        private readonly HttpClient _prometheus = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        public ApiProcess Api => api;

        public TestClient Client { get; } = new(api);

        public Uri Metrics => _prometheus.BaseAddress!;

        /// <summary>A sign-in, a refusal, a refresh, a refused refresh, a sign-out, and paths that do not exist.</summary>
        public async Task<SignedInUser> CauseEverythingAsync()
        {
            var user = await SignedInUser.CreateAsync(Client);
            Problems.Is("invalid_credentials", await Client.LoginAsync(user.Account.Email, "not the password"));
            var refreshed = await user.RefreshedAsync();
            Problems.Is("invalid_refresh_token", await Client.RefreshAsync("not a token"));
            await Client.GetAsync($"/api/v1/{Unknown}/{user.Id}?{Unknown}={user.Account.Email}", user.AccessToken);
            await Client.CallAsync(new HttpMethod("BREW"), $"/api/v1/{Unknown}");
            await Client.EndSessionAsync(refreshed.AccessToken, user.Id);
            await Client.LogoutAsync(refreshed.AccessToken);
            return user;
        }

        public async Task<HttpStatusCode> StatusAsync(string path, string? host = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using var response = await _prometheus.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }

        public async Task<Scrape> ScrapeAsync()
        {
            // The server reuses a response for some milliseconds.
            Scrape? scrape = null;
            var start = TimeProvider.System.GetUtcNow();
            await Eventually.IsTrueAsync(
                async () => (scrape = await TryScrapeAsync()).CollectedAt > start, "the metrics are collected again");
            return scrape!;
        }

        private async Task<Scrape> TryScrapeAsync()
        {
            using var response = await _prometheus.GetAsync("/metrics", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return new Scrape(text, response.Content.Headers.LastModified!.Value);
        }

        public async ValueTask DisposeAsync()
        {
            _prometheus.Dispose();
            await api.DisposeAsync();
        }
    }

    private sealed record Scrape(string Text, DateTimeOffset CollectedAt)
    {
        public IReadOnlyList<string> Samples { get; } =
            [.. Text.Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#'))];

        public Dictionary<string, int> SeriesPerMetric => Samples.CountBy(NameOf).ToDictionary();

        /// <summary>The sum of all series of the metric that have the label.</summary>
        public double Sum(string metric, string label = "") => Samples
            .Where(sample => NameOf(sample) == metric && sample.Contains(label, StringComparison.Ordinal))
            .Sum(sample => double.Parse(sample[(sample.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

        private static string NameOf(string sample) => sample[..sample.IndexOfAny(['{', ' '])];
    }
}
