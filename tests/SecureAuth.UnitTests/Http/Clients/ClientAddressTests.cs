using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Core.Configuration.Api;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.UnitTests.Http.Clients;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("198.51.100.1", null, "198.51.100.1")]
    [InlineData("198.51.100.1", "203.0.113.7", "198.51.100.1")]
    [InlineData("127.0.0.1", "203.0.113.7", "127.0.0.1")]
    [InlineData("::1", "203.0.113.7", "::1")]
    public void An_untrusted_peer_is_the_client_whatever_it_claims(string peer, string? forwardedFor, string client) =>
        Assert.Equal(client, ClientOf(peer, forwardedFor));

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("1.1.1.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("10.9.9.9, 203.0.113.7, 10.0.0.2", "203.0.113.7")]
    [InlineData("203.0.113.7,10.0.0.3 ,\t10.0.0.2", "203.0.113.7")]
    [InlineData("10.0.0.4, 10.0.0.3", "10.0.0.4")]
    public void The_client_is_the_rightmost_untrusted_address(string forwardedFor, string client) =>
        Assert.Equal(client, ClientOf("10.0.0.1", forwardedFor));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(",")]
    [InlineData("203.0.113.7,")]
    [InlineData("unknown")]
    [InlineData("_hidden")]
    [InlineData("\"203.0.113.7\"")]
    [InlineData("203.0.113")]
    [InlineData("203.0.113.256")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0127.0.0.1")]
    [InlineData("1")]
    [InlineData("1.2.3.4:port")]
    [InlineData("1.2.3.4:99999")]
    [InlineData("[::1")]
    [InlineData("203.0.113.7 203.0.113.8")]
    [InlineData("for=203.0.113.7")]
    public void A_malformed_hop_makes_the_proxy_that_forwarded_it_the_client(string? forwardedFor) =>
        Assert.Equal("10.0.0.1", ClientOf("10.0.0.1", forwardedFor));

    [Fact]
    public void Addresses_left_of_a_malformed_hop_are_ignored() =>
        Assert.Equal("10.0.0.2", ClientOf("10.0.0.1", "203.0.113.7, nonsense, 10.0.0.2"));

    [Theory]
    [InlineData("203.0.113.7:5678", "203.0.113.7")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("[2001:db8::7]", "2001:db8::7")]
    [InlineData("[2001:db8::7]:80", "2001:db8::7")]
    [InlineData("2001:DB8:0:0::7", "2001:db8::7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("[::ffff:203.0.113.7]:80", "203.0.113.7")]
    [InlineData("fe80::7%eth0", "fe80::7")]
    [InlineData("[fe80::7%25eth0]:80", "fe80::7")]
    public void Every_form_of_an_address_is_normalised(string forwardedFor, string client) =>
        Assert.Equal(client, ClientOf("10.0.0.1", forwardedFor));

    [Theory]
    [InlineData("::ffff:10.0.0.1", "203.0.113.7")]
    [InlineData("fd00::1", "203.0.113.7")]
    [InlineData("172.16.0.1", "203.0.113.7")]
    [InlineData("::ffff:198.51.100.1", "198.51.100.1")]
    [InlineData("fe80::1%3", "fe80::1")]
    public void A_peer_is_trusted_in_either_notation(string peer, string client) =>
        Assert.Equal(client, ClientOf(peer, "203.0.113.7"));

    [Fact]
    public void The_lines_of_a_repeated_header_are_one_list()
    {
        var context = Context("10.0.0.1");
        context.Request.Headers["X-Forwarded-For"] = new(["203.0.113.7", "10.0.0.3, 10.0.0.2"]);

        Assert.Equal("203.0.113.7", ClientAddress.Of(context).ToString());
    }

    [Theory]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("X-Real-IP", "203.0.113.7")]
    [InlineData("X-Client-IP", "203.0.113.7")]
    [InlineData("X-Original-For", "203.0.113.7")]
    [InlineData("X-Forwarded-Host", "203.0.113.7")]
    public void No_other_header_names_the_client(string header, string value)
    {
        var context = Context("10.0.0.1");
        context.Request.Headers[header] = value;

        Assert.Equal("10.0.0.1", ClientAddress.Of(context).ToString());
    }

    [Fact]
    public void A_connection_without_an_address_has_the_unspecified_address()
    {
        var context = Context("10.0.0.1");
        context.Connection.RemoteIpAddress = null;
        context.Request.Headers["X-Forwarded-For"] = "203.0.113.7";

        Assert.Equal(IPAddress.Any, ClientAddress.Of(context));
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:3::/64")]
    public void A_limit_counts_an_IPv4_address_or_an_IPv6_network(string address, string partition) =>
        Assert.Equal(partition, IPAddress.Parse(address).ToPartition());

    private static string ClientOf(string peer, string? forwardedFor)
    {
        var context = Context(peer);
        if (forwardedFor is not null)
        {
            context.Request.Headers["X-Forwarded-For"] = forwardedFor;
        }

        return ClientAddress.Of(context).ToString();
    }

    private static DefaultHttpContext Context(string peer)
    {
        var options = new ProxyOptions { TrustedNetworks = { "10.0.0.0/8", "fd00::/8", "::ffff:172.16.0.0/108" } };
        var services = new ServiceCollection().AddSingleton(new TrustedProxies(Options.Create(options)));
        return new DefaultHttpContext
        {
            RequestServices = services.BuildServiceProvider(),
            Connection = { RemoteIpAddress = IPAddress.Parse(peer) },
        };
    }
}
