using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Cookies;

/// <summary>
/// Cookies that a page on another subdomain of the site has planted in the browser. Browsers refuse those with <c>__Host-</c>, so
/// all others are tried.
/// </summary>
public sealed class PlantedCookieTests(TestSystem system)
{
    [Fact]
    public async Task A_planted_refresh_token_signs_nobody_in_as_its_owner()
    {
        var attacker = await Browser.SignedInAsync(system.NewClient());
        var victim = new Browser(system.NewClient());
        victim.Jar[Browser.Refresh] = attacker.Jar[Browser.Refresh];

        Problems.Is("invalid_refresh_token", await victim.RefreshAsync());

        // Nor does it end the session of a user who has signed in.
        await victim.LoginAsync(await NewUser.RegisterAsync(system.NewClient()));
        victim.Jar[Browser.Refresh] = attacker.Jar[Browser.Refresh];
        Problems.Is("invalid_refresh_token", await victim.RefreshAsync());
        Assert.Empty(victim.Jar.Keys.Except([Browser.Device]));
        Assert.Equal(HttpStatusCode.OK, (await attacker.RefreshAsync()).Status);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.bm8ganNvbg.")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzaWQiOjF9.")]
    [InlineData("eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.a.a.a.a")]
    public async Task A_refresh_cookie_beside_a_malformed_access_cookie_is_refused(string access)
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        browser.Jar[Browser.Access] = browser.Jar[Browser.Access] with { Value = access };

        Problems.Is("invalid_token", await browser.MeAsync());
        Problems.Is("invalid_refresh_token", await browser.RefreshAsync());
    }

    [Fact]
    public async Task A_cookie_of_another_application_that_is_not_UTF_8_is_ignored()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());

        var (statuses, text) = await RawConnection.SendAsync(
            system.Api,
            "GET /api/v1/users/me HTTP/1.1\r\nHost: localhost\r\nCookie: theme=caf\u00E9\r\n"
            + $"Authorization: Bearer {user.AccessToken}\r\nConnection: close\r\n\r\n");

        Assert.True(statuses is [200], text);
    }

    [Fact]
    public async Task A_refresh_needs_no_valid_access_token()
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        var forged = Jwt.Read(browser[Browser.Access]).With("exp", 1).ToString();
        browser.Jar[Browser.Access] = browser.Jar[Browser.Access] with { Value = forged };

        Problems.Is("invalid_token", await browser.MeAsync());
        Assert.Equal(HttpStatusCode.OK, (await browser.RefreshAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.MeAsync()).Status);
    }

    [Theory]
    [InlineData(Browser.Access)]
    [InlineData(Browser.Refresh)]
    public async Task Of_two_cookies_with_one_name_neither_counts(string name)
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        var attacker = await Browser.SignedInAsync(system.NewClient());
        var own = $"{Browser.Access}={browser[Browser.Access]}; {Browser.Refresh}={browser[Browser.Refresh]}";
        foreach (var header in new[] { $"{own}; {name}={attacker[name]}", $"{name}={attacker[name]}; {own}", $"{own}; {name}=" })
        {
            var refresh = TestClient.Request(HttpMethod.Post, "/api/v1/auth/refresh");
            refresh.Content = System.Net.Http.Json.JsonContent.Create(Browser.InCookies);
            refresh.Headers.Add("Cookie", header);
            Problems.Is("invalid_refresh_token", await new Browser(browser.Client).SendAsync(refresh));

            var me = TestClient.Request(HttpMethod.Get, "/api/v1/users/me");
            me.Headers.Add("Cookie", header);
            var response = await new Browser(browser.Client).SendAsync(me);
            Assert.Equal(name == Browser.Access ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, response.Status);
        }
    }

    [Theory]
    [InlineData("__HOST-secureauth-access")]
    [InlineData("__host-secureauth-access")]
    [InlineData("secureauth-access")]
    [InlineData("__Secure-secureauth-access")]
    [InlineData("%5F_Host-secureauth-access")]
    [InlineData("\"__Host-secureauth-access\"")]
    [InlineData("=__Host-secureauth-access")]
    public async Task A_cookie_whose_name_is_only_similar_is_another_cookie(string name)
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        var request = TestClient.Request(HttpMethod.Get, "/api/v1/users/me");
        request.Headers.TryAddWithoutValidation("Cookie", $"{name}={browser[Browser.Access]}");

        Problems.Is("invalid_token", await new Browser(browser.Client).SendAsync(request));
    }

    [Fact]
    public async Task A_planted_device_cookie_is_ignored_and_replaced()
    {
        var attacker = await Browser.SignedInAsync(system.NewClient());
        var victim = new Browser(system.NewClient());
        victim.Jar[Browser.Device] = attacker.Jar[Browser.Device];

        Assert.Equal(
            HttpStatusCode.OK, (await victim.LoginAsync(await NewUser.RegisterAsync(system.NewClient()))).Status);
        Assert.NotEqual(attacker[Browser.Device], victim[Browser.Device]);

        victim.Jar[Browser.Device] = victim.Jar[Browser.Device] with { Value = new string('x', 3000) };
        Assert.Equal(
            HttpStatusCode.OK, (await victim.LoginAsync(await NewUser.RegisterAsync(system.NewClient()))).Status);
    }

    [Fact]
    public async Task A_sign_in_never_continues_a_planted_session()
    {
        var planted = await Browser.SignedInAsync(system.NewClient());
        var victim = planted.Copy();

        await victim.LoginAsync(await NewUser.RegisterAsync(system.NewClient()));

        Assert.NotEqual(planted.SessionId, victim.SessionId);
        Assert.NotEqual(planted[Browser.Refresh], victim[Browser.Refresh]);
    }
}
