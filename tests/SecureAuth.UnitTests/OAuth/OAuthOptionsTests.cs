using System.Globalization;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.UnitTests.OAuth;

public sealed class OAuthOptionsTests
{
    private const string Hash = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08";

    [Theory]
    [InlineData("shop", Hash)]
    [InlineData("A-z_0.9~", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    public void An_id_and_a_hash_are_accepted(string id, string hash) => Assert.Empty(Problems(id, hash));

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a:b")]
    [InlineData("a{b}")]
    [InlineData("a\n")]
    [InlineData("café")]
    public void An_id_that_does_not_fit_into_a_header_is_refused(string id) => Assert.StartsWith(
        $"OAuth__Clients__0__Id is '{id}'; allowed: ", Assert.Single(Problems(id, Hash)), StringComparison.Ordinal);

    /// <summary>The last one is the hash of nothing, which a forgotten variable makes.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("the-secret-itself-marker-7f3a")]
    [InlineData(Hash + "00")]
    [InlineData(Hash + "\n")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Anything_but_a_hash_is_refused_and_not_shown(string hash)
    {
        var line = Assert.Single(Problems("shop", hash));

        Assert.StartsWith("OAuth__Clients__0__SecretSha256 is not usable; allowed: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("marker", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public void The_number_of_polls_is_limited(int polls)
    {
        var result = new OAuthOptions.Validator().Validate(null, new OAuthOptions { PollsPerClient = polls });

        Assert.StartsWith(
            string.Create(CultureInfo.InvariantCulture, $"OAuth__PollsPerClient is '{polls}'; allowed: "),
            Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Problems(string id, string hash)
    {
        var options = new OAuthOptions { Clients = { new OAuthOptions.Client { Id = id, SecretSha256 = hash } } };
        return new OAuthOptions.Validator().Validate(null, options).Failures ?? [];
    }
}
