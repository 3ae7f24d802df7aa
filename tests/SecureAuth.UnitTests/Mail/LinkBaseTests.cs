using SecureAuth.Core.Mail;

namespace SecureAuth.UnitTests.Mail;

public sealed class LinkBaseTests
{
    [Fact]
    public void Only_development_allows_plain_HTTP()
    {
        Assert.True(LinkBase.IsValid("http://localhost:5173/auth", allowHttp: true));
        Assert.False(LinkBase.IsValid("http://localhost:5173/auth", allowHttp: false));
        Assert.True(LinkBase.IsValid("https://app.example.com/auth", allowHttp: false));
    }

    [Fact]
    public void A_request_chooses_among_the_configured_addresses_by_their_text()
    {
        var options = new EmailOptions { LinkBase = "https://app.example.com/auth", LinkBases = { "https://m.example.com" } };

        Assert.True(options.Allows("https://app.example.com/auth"));
        Assert.True(options.Allows("https://m.example.com"));
        Assert.False(options.Allows("https://m.example.com/"));
        Assert.False(new EmailOptions().Allows(""));
    }
}
