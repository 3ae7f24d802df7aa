using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Core.Configuration.Api;
using SessionOptions = SecureAuth.Core.Sessions.SessionOptions;

namespace SecureAuth.UnitTests.Http.Cookies;

public sealed class TokenCookiesTests
{
    private const int MostInBrowsers = 4096;

    private readonly DefaultHttpContext _context = new();

    [Fact]
    public void A_token_that_a_browser_would_drop_is_not_sent()
    {
        var most = MostInBrowsers - TokenCookies.Access.Length;

        Send(new string('a', most));
        Assert.Single(_context.Response.Headers.SetCookie);

        var error = Assert.Throws<InvalidOperationException>(() => Send(new string('a', most + 1)));
        Assert.DoesNotContain("aaaa", error.Message, StringComparison.Ordinal);
        Assert.Single(_context.Response.Headers.SetCookie);
    }

    private void Send(string access) => new TokenCookies(
        Options.Create(new TokenOptions { Issuer = "https://auth.example.com" }), Options.Create(new SessionOptions()))
        .Send(_context.Response, new CookieValues(access));
}
