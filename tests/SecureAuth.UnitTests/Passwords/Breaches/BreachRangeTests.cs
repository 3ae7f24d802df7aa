using SecureAuth.Core.Passwords.Breaches;

namespace SecureAuth.UnitTests.Passwords.Breaches;

public sealed class BreachRangeTests
{
    /// <summary>The rest of SHA-1("password"), as the service answers for 5BAA6.</summary>
    private const string Rest = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

    [Theory]
    [InlineData("1E4C9B93F3F0682250B6CF8331B7EE68FD8:10434004", true)]
    [InlineData("1e4c9b93f3f0682250b6cf8331b7ee68fd8:1", true)]
    [InlineData("0018A45C4D1DEF81644B54AB7F969B88D65:21\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:7\r\n", true)]
    [InlineData("1E4C9B93F3F0682250B6CF8331B7EE68FD8:0", false)]
    [InlineData("1E4C9B93F3F0682250B6CF8331B7EE68FD9:7", false)]
    [InlineData("1E4C9B93F3F0682250B6CF8331B7EE68FD8", false)]
    [InlineData("<html>not a range</html>", false)]
    [InlineData("", false)]
    public void A_hash_is_in_a_range_if_it_was_seen_at_least_once(string range, bool expected) =>
        Assert.Equal(expected, BreachRange.Contains(range, Rest));

    [Fact]
    public void The_hash_of_a_password_is_the_one_that_the_collections_use() =>
        Assert.Equal("5BAA6" + Rest, BreachCheck.HashOf("password"));
}
