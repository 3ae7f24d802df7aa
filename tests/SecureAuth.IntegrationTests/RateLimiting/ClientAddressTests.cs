using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.RateLimiting;

/// <summary>Which address a limit counts, and which proxies are trusted to name it.</summary>
[Collection(typeof(LimitedApi))]
public sealed class ClientAddressTests(LimitedApi limited)
{
    [Fact]
    public async Task All_addresses_of_one_IPv6_64_share_a_limit()
    {
        await ExhaustAsync("2001:db8:77:1::1");

        await IsLimitedAsync("2001:db8:77:1::2");
        await IsLimitedAsync("2001:db8:77:1:ffff:ffff:ffff:ffff");
        await IsLetThroughAsync("2001:db8:77:2::1");
    }

    [Fact]
    public async Task An_IPv4_mapped_address_shares_the_IPv4_limit()
    {
        await ExhaustAsync("198.51.100.7");

        await IsLimitedAsync("::ffff:198.51.100.7");
        await IsLetThroughAsync("::ffff:198.51.100.8");
    }

    [Fact]
    public async Task Forwarded_addresses_left_of_the_proxys_entry_are_ignored()
    {
        await ExhaustAsync("198.51.100.17");

        await IsLimitedAsync("203.0.113.1, 198.51.100.17");
        await IsLimitedAsync("203.0.113.2,203.0.113.3,198.51.100.17");
        await IsLimitedAsync("garbage, 198.51.100.17");
        await IsLimitedAsync("127.0.0.1, 198.51.100.17");
        await IsLimitedAsync("203.0.113.4, 198.51.100.17, 127.0.0.1");
    }

    [Fact]
    public async Task A_port_after_the_address_is_ignored()
    {
        await ExhaustAsync("198.51.100.27");

        await IsLimitedAsync("198.51.100.27:40001");
        await IsLimitedAsync("198.51.100.27:40002");
    }

    [Fact]
    public async Task Repeated_headers_are_read_as_one_list()
    {
        await ExhaustAsync("198.51.100.37");
        var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/register");
        request.Headers.Add("X-Forwarded-For", ["203.0.113.9", "198.51.100.37"]);

        Problems.Is("rate_limited", await limited.NewClient().SendAsync(request));
    }

    [Fact]
    public async Task No_other_header_names_the_client()
    {
        await ExhaustAsync("198.51.100.47");
        foreach (var header in new[]
        {
            "Forwarded", "X-Real-IP", "X-Client-IP", "CF-Connecting-IP", "True-Client-IP", "X-Original-Forwarded-For",
        })
        {
            var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/register");
            request.Headers.Add(header, header == "Forwarded" ? "for=203.0.113.77" : "203.0.113.77");
            Problems.Is("rate_limited", await limited.NewClient("198.51.100.47").SendAsync(request));
        }
    }

    private async Task ExhaustAsync(string address)
    {
        for (var call = 0; call < 3; call++)
        {
            await IsLetThroughAsync(address);
        }

        await IsLimitedAsync(address);
    }

    private async Task IsLetThroughAsync(string address) =>
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await RegisterAsync(limited.NewClient(address))).Status);

    private async Task IsLimitedAsync(string address) =>
        Problems.Is("rate_limited", await RegisterAsync(limited.NewClient(address)));

    private static Task<Response> RegisterAsync(TestClient client) => client.PostAsync("/api/v1/auth/register", new { });
}
