using System.Net;
using System.Text.RegularExpressions;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.RateLimiting;

[Collection(typeof(LimitedApi))]
public sealed partial class RateLimitTests(TestSystem system, LimitedApi limited)
{
    public static readonly TheoryData<string, string, string, int> Policies = new()
    {
        { "register", "POST", "/api/v1/auth/register", 3 },
        { "login", "POST", "/api/v1/auth/login", 5 },
        { "refresh", "POST", "/api/v1/auth/refresh", 30 },
        { "client_authentication", "GET", "/api/v1/revocations", 30 },
        { "default", "POST", "/api/v1/auth/logout", 300 },
        { "default", "GET", "/api/v1/users/me", 300 },
        { "default", "GET", "/api/v1/nothing", 300 },
        { "default", "DELETE", "/api/v1/auth/login", 300 },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task A_burst_of_exactly_the_permits_passes_and_every_response_states_the_remainder(
        string policy, string method, string path, int permits)
    {
        var client = limited.NewClient();
        for (var left = permits - 1; left >= 0; left--)
        {
            var response = await client.SendAsync(TestClient.Request(new HttpMethod(method), path));
            Assert.NotEqual(HttpStatusCode.TooManyRequests, response.Status);
            IsStated(response, policy, permits, left);
        }

        for (var refused = 0; refused < 3; refused++)
        {
            var response = await client.SendAsync(TestClient.Request(new HttpMethod(method), path));
            Problems.Is("rate_limited", response);
            IsStated(response, policy, permits, 0);
            Assert.InRange(response.RetryAfter!.Value, (LimitedApi.Day / permits) - 120, (LimitedApi.Day / permits) + 1);
        }
    }

    [Fact]
    public async Task Successes_and_failures_state_the_limit()
    {
        var client = limited.NewClient();
        var user = NewUser.Create();

        IsStated(await client.RegisterAsync(user), "register", 3, 2);
        IsStated(await client.LoginAsync(user), "login", 5, 4);
        IsStated(await client.LoginAsync(user.Email, "not the password"), "login", 5, 3);
        IsStated(await client.PostTextAsync("/api/v1/auth/login", "{"), "login", 5, 2);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task A_call_counts_against_its_own_policy_whatever_its_media_type(string? contentType)
    {
        var client = limited.NewClient();

        var response = await client.PostTextAsync("/api/v1/auth/login", "x", contentType);

        Problems.Is("unsupported_media_type", response);
        IsStated(response, "login", 5, 4);
    }

    [Fact]
    public async Task Policies_are_counted_separately()
    {
        var client = limited.NewClient();
        await ExhaustLoginAsync(client);

        Assert.Equal(HttpStatusCode.Created, (await client.RegisterAsync(NewUser.Create())).Status);
        Problems.Is("invalid_refresh_token", await client.RefreshAsync("garbage"));
    }

    [Fact]
    public async Task Each_address_has_its_own_limit()
    {
        await ExhaustLoginAsync(limited.NewClient());

        Problems.Is("invalid_credentials", await limited.NewClient().LoginAsync(NewUser.Create()));
    }

    [Fact]
    public async Task Replicas_share_the_limit()
    {
        var client = limited.NewClient();
        await using var replica = await system.StartProcessAsync(
            ("RateLimits__Login__Permits", "5"), ("RateLimits__Login__Window", "1.00:00:00"));

        for (var call = 0; call < 5; call++)
        {
            var through = call % 2 == 0 ? client : client.Through(replica);
            Problems.Is("invalid_credentials", await through.LoginAsync(NewUser.Create()));
        }

        Problems.Is("rate_limited", await client.LoginAsync(NewUser.Create()));
        Problems.Is("rate_limited", await client.Through(replica).LoginAsync(NewUser.Create()));
    }

    [Fact]
    public async Task A_retry_after_the_stated_time_is_accepted()
    {
        await using var api = await system.StartApiAsync(
            ("RateLimits__Login__Permits", "2"), ("RateLimits__Login__Window", "00:00:04"));
        var client = new TestClient(api);
        Response response;
        do
        {
            response = await client.LoginAsync(NewUser.Create());
        }
        while (response.Status != HttpStatusCode.TooManyRequests);

        // The clock of Redis cannot be moved, so this test waits.
        Assert.InRange(response.RetryAfter!.Value, 1, 2);
        await Task.Delay(TimeSpan.FromSeconds(response.RetryAfter!.Value), TestContext.Current.CancellationToken);

        Problems.Is("invalid_credentials", await client.LoginAsync(NewUser.Create()));
    }

    [Fact]
    public async Task A_shorter_window_holds_for_clients_that_have_used_up_the_longer_one()
    {
        var client = limited.NewClient();
        await ExhaustLoginAsync(client);
        await using var changed = await system.StartApiAsync(
            ("RateLimits__Login__Permits", "2"), ("RateLimits__Login__Window", "00:00:04"));
        var refused = await client.Through(changed).LoginAsync(NewUser.Create());
        Problems.Is("rate_limited", refused);

        // The clock of Redis cannot be moved, so this test waits.
        Assert.InRange(refused.RetryAfter!.Value, 1, 2);
        await Task.Delay(TimeSpan.FromSeconds(refused.RetryAfter!.Value), TestContext.Current.CancellationToken);

        Problems.Is("invalid_credentials", await client.Through(changed).LoginAsync(NewUser.Create()));
    }

    [Fact]
    public async Task Documentation_probes_and_public_keys_have_no_limit()
    {
        var client = limited.NewClient();
        foreach (var path in new[]
        {
            "/api/v1/openapi.json", "/api/v1/docs", "/api/v1/redoc", "/api/v1/docs/start.js", "/health", "/alive",
            "/.well-known/jwks.json", "/.well-known/openid-configuration",
        })
        {
            var response = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.Status);
            Assert.Null(response.Header("RateLimit"));
            Assert.Null(response.Header("RateLimit-Policy"));
        }
    }

    private static async Task ExhaustLoginAsync(TestClient client)
    {
        for (var call = 0; call < 5; call++)
        {
            Problems.Is("invalid_credentials", await client.LoginAsync(NewUser.Create()));
        }

        Problems.Is("rate_limited", await client.LoginAsync(NewUser.Create()));
    }

    private static void IsStated(Response response, string policy, int permits, int left)
    {
        Assert.Equal($"\"{policy}\";q={permits};w={LimitedApi.Day}", response.Header("RateLimit-Policy"));
        var limit = Limit().Match(response.Header("RateLimit")!);
        Assert.Equal(policy, limit.Groups["policy"].Value);
        Assert.Equal($"{left}", limit.Groups["left"].Value);
        if (response.RetryAfter is { } seconds)
        {
            Assert.Equal($"{seconds}", limit.Groups["time"].Value);
        }
    }

    [GeneratedRegex("^\"(?<policy>[a-z_]+)\";r=(?<left>[0-9]+);t=(?<time>[0-9]+)$")]
    private static partial Regex Limit();
}
