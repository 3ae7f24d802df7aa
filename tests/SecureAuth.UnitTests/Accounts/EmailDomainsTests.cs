using Microsoft.Extensions.Options;
using SecureAuth.Core.Accounts;

namespace SecureAuth.UnitTests.Accounts;

public sealed class EmailDomainsTests
{
    [Theory]
    [InlineData("example.com", "a@example.com", true)]
    [InlineData("example.com", "a@EXAMPLE.Com", true)]
    [InlineData("Example.COM", "a@example.com", true)]
    [InlineData("example.com", "a@mail.example.com", false)]
    [InlineData("example.com", "a@example.com.evil.test", false)]
    [InlineData("example.com", "a@notexample.com", false)]
    [InlineData("example.com", "example.com@evil.test", false)]
    [InlineData("*.example.com", "a@mail.example.com", true)]
    [InlineData("*.example.com", "a@deep.mail.EXAMPLE.com", true)]
    [InlineData("*.example.com", "a@example.com", false)]
    [InlineData("*.example.com", "a@notexample.com", false)]
    [InlineData("xn--bcher-kva.example", "a@XN--BCHER-KVA.example", true)]
    [InlineData("bucher.example", "a@xn--bcher-kva.example", false)]
    public void An_allowed_domain_is_that_domain_alone(string entry, string email, bool isAllowed) =>
        Assert.Equal(isAllowed, Domains(allowed: entry).Allow(email));

    [Theory]
    [InlineData("example.net", "a@example.net", false)]
    [InlineData("example.net", "a@EXAMPLE.NET", false)]
    [InlineData("example.net", "a@mail.example.net", false)]
    [InlineData("example.net", "a@notexample.net", true)]
    [InlineData("example.net", "a@example.network", true)]
    [InlineData("example.net", "a@example.com", true)]
    public void A_refused_domain_includes_all_below_it(string entry, string email, bool isAllowed) =>
        Assert.Equal(isAllowed, Domains(refused: entry).Allow(email));

    [Fact]
    public void Without_a_rule_every_domain_is_allowed() => Assert.True(Domains().Allow("a@example.com"));

    [Fact]
    public void A_domain_that_is_both_allowed_and_refused_is_refused() =>
        Assert.False(Domains(allowed: "*.example.com", refused: "guests.example.com").Allow("a@guests.example.com"));

    private static EmailDomains Domains(string? allowed = null, string? refused = null)
    {
        var options = new RegistrationOptions();
        if (allowed is not null)
        {
            options.AllowedDomains.Add(allowed);
        }

        if (refused is not null)
        {
            options.RefusedDomains.Add(refused);
        }

        return new EmailDomains(Options.Create(options));
    }
}
