using SecureAuth.AdminCli.Accounts;

namespace SecureAuth.UnitTests.AdminCli.Accounts;

public sealed class LimitKeyTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2::/64", "2001:db8:1:2::/64")]
    [InlineData("2001:DB8:1:2::", "2001:db8:1:2::/64")]
    public void An_address_has_the_name_under_which_the_API_counts(string text, string expected)
    {
        var key = LimitKey.Parse(text);

        Assert.NotNull(key?.Address);
        Assert.Equal(expected, key.Text);
    }

    [Fact]
    public void An_email_has_no_address()
    {
        var key = LimitKey.Parse("ann@example.com");

        Assert.NotNull(key);
        Assert.Equal(("ann@example.com", null), (key.Text, key.Address));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0x7f.1")]
    [InlineData("203.0.113.007")]
    [InlineData("203.0.113.7/64")]
    [InlineData("203.0.113.0/24")]
    [InlineData("2001:db8::/32")]
    [InlineData("nobody")]
    public void Nothing_else_is_a_key(string text) => Assert.Null(LimitKey.Parse(text));
}
