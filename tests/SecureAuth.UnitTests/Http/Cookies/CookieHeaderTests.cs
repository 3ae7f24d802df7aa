using Microsoft.AspNetCore.Http;
using SecureAuth.Api.Http.Cookies;

namespace SecureAuth.UnitTests.Http.Cookies;

public sealed class CookieHeaderTests
{
    [Theory]
    [InlineData("a=1", "1")]
    [InlineData("b=2; a=1", "1")]
    [InlineData("b=2;a=1;c=3", "1")]
    [InlineData("  a=1 ", "1")]
    [InlineData("a=1=2", "1=2")]
    [InlineData("aa=2; a=1; xa=3", "1")]
    public void A_cookie_is_found_among_others(string header, string value) => Assert.Equal(value, Find(header));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a=")]
    [InlineData("A=1")]
    [InlineData("=a=1")]
    [InlineData("b=a=1")]
    [InlineData("\"a\"=1")]
    [InlineData("a =1")]
    public void A_cookie_without_a_value_or_with_another_name_is_not_found(string header) => Assert.Null(Find(header));

    [Theory]
    [InlineData("a=1; a=2")]
    [InlineData("a=1; b=3; a=1")]
    [InlineData("a=; a=1")]
    [InlineData("a=1;a=")]
    public void Of_several_cookies_with_one_name_none_is_found(string header) => Assert.Null(Find(header));

    [Fact]
    public void Cookies_of_several_headers_count_together()
    {
        Assert.Equal("1", Find("b=2", "a=1"));
        Assert.Null(Find("a=1", "a=2"));
    }

    private static string? Find(params string[] headers)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = headers;
        return CookieHeader.Find(context.Request, "a");
    }
}
