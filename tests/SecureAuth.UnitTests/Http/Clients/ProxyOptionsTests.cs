using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SecureAuth.Api;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.UnitTests.Http.Clients;

public sealed class ProxyOptionsTests
{
    [Fact]
    public void Nobody_is_trusted_by_default() => Assert.Empty(Bind().TrustedNetworks);

    [Theory]
    [InlineData("10.0.0.0/8")]
    [InlineData("10.0.0.5/32")]
    [InlineData("10.0.0.1/8")]
    [InlineData("fd00::/8")]
    public void A_CIDR_is_accepted(string network) => Assert.Equal([network], Bind(("0", network)).TrustedNetworks);

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.5")]
    [InlineData("proxy.example")]
    [InlineData("")]
    public void Anything_else_is_refused_in_one_line_that_names_its_key(string network)
    {
        var error = Assert.Throws<OptionsValidationException>(() => Bind(("0", "10.0.0.0/8"), ("1", network)));

        var line = Assert.Single(error.Failures);
        Assert.StartsWith($"Proxy__TrustedNetworks__1 is '{network}'; allowed: a CIDR", line, StringComparison.Ordinal);
    }

    private static ProxyOptions Bind(params (string Index, string Network)[] networks)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(networks.Select(network =>
                KeyValuePair.Create($"Proxy:TrustedNetworks:{network.Index}", (string?)network.Network)))
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddApiSettings(section => section == ProxyOptions.Section)
            .AddClientAddress()
            .BuildServiceProvider()
            .GetRequiredService<IOptions<ProxyOptions>>().Value;
    }
}
