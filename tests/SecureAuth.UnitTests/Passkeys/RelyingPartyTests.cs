using Microsoft.Extensions.Options;
using SecureAuth.Api.Passkeys;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.UnitTests.Passkeys;

public sealed class RelyingPartyTests
{
    [Theory]
    [InlineData("https://auth.example.com", "auth.example.com", "https://auth.example.com")]
    [InlineData("https://auth.example.com/", "auth.example.com", "https://auth.example.com")]
    [InlineData("https://auth.example.com:8443/base", "auth.example.com", "https://auth.example.com:8443")]
    [InlineData("http://localhost:5080", "localhost", "http://localhost:5080")]
    public void The_defaults_come_from_the_issuer(string issuer, string id, string origin)
    {
        var relyingParty = Create(issuer);

        Assert.Equal(id, relyingParty.Id);
        Assert.True(relyingParty.Accepts(origin));
        Assert.False(relyingParty.Accepts(origin + "/"));
        Assert.Empty(relyingParty.RelatedOrigins);
    }

    [Fact]
    public void Configured_origins_replace_the_default()
    {
        var relyingParty = Create("https://auth.example.com", "example.com", "https://example.com", "https://www.example.com");

        Assert.Equal("example.com", relyingParty.Id);
        Assert.True(relyingParty.Accepts("https://www.example.com"));
        Assert.False(relyingParty.Accepts("https://auth.example.com"));
        Assert.Empty(relyingParty.RelatedOrigins);
    }

    [Fact]
    public void Origins_outside_of_the_domain_are_related_ones_and_apps_are_not()
    {
        var relyingParty = Create(
            "https://example.com", null, "https://example.com", "https://notexample.com", "https://example.net:8443",
            "android:apk-key-hash:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");

        Assert.Equal(["https://example.net:8443", "https://notexample.com"], relyingParty.RelatedOrigins);
    }

    private static RelyingParty Create(string issuer, string? id = null, params string[] origins)
    {
        var options = new PasskeyOptions { RelyingPartyId = id };
        foreach (var origin in origins)
        {
            options.Origins.Add(origin);
        }

        return new RelyingParty(Options.Create(options), Options.Create(new TokenOptions { Issuer = issuer }));
    }
}
