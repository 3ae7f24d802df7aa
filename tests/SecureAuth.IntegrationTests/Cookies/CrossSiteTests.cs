using System.Net;
using System.Net.Http.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Cookies;

/// <summary>
/// Pages of others, which cause requests with the cookies of their visitors: on another site, on a subdomain beside this one, in
/// a sandboxed frame, in a browser that says little about them.
/// </summary>
[Collection(nameof(BrowserApi))]
public sealed class CrossSiteTests(BrowserApi api)
{
    private const string Evil = "https://evil.test";

    /// <summary>The origin of <see cref="Settings.Issuer"/>.</summary>
    private const string Issuer = Settings.Issuer;

    private static readonly (string Method, string Path)[] Calls =
    [
        ("GET", "/api/v1/users/me"),
        ("GET", "/api/v1/users/me/export"),
        ("GET", "/api/v1/users/me/sessions"),
        ("PATCH", "/api/v1/users/me"),
        ("DELETE", "/api/v1/users/me"),
        ("DELETE", "/api/v1/users/me/sessions"),
        ("POST", "/api/v1/users/me/2fa/setup"),
        ("POST", "/api/v1/users/me/passkeys/options"),
        ("POST", "/api/v1/users/me/password"),
        ("POST", "/api/v1/auth/reauthenticate"),
    ];

    private static readonly string[] CallsForCookies =
    [
        "/api/v1/auth/login", "/api/v1/auth/login/2fa", "/api/v1/auth/passkeys", "/api/v1/auth/refresh", "/api/v1/auth/logout",
    ];

    [Theory]
    [InlineData("same-origin", null)]
    [InlineData("same-origin", Issuer)]
    [InlineData("same-origin", "http://localhost:5080")]
    [InlineData("same-site", BrowserApi.App)]
    [InlineData("same-site", BrowserApi.SecondApp)]
    [InlineData("same-site", Issuer)]
    [InlineData(null, BrowserApi.App)]
    [InlineData(null, Issuer)]
    public async Task An_allowed_page_signs_in_refreshes_and_signs_out_with_cookies(string? site, string? origin)
    {
        var client = api.NewClient();
        var browser = new Browser(client) { Page = new Page(site, origin) };

        Assert.Equal(HttpStatusCode.OK, (await browser.LoginAsync(await NewUser.RegisterAsync(client))).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.MeAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.RefreshAsync()).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.LogoutAsync()).Status);
    }

    [Theory]

    // Without the header, not even the own page. The header alone is not enough either.
    [InlineData("same-origin", Issuer, false)]
    [InlineData("same-site", BrowserApi.App, false)]
    [InlineData(null, BrowserApi.App, false)]
    [InlineData(null, null, true)]
    [InlineData(null, null, false)]

    // Another site, and another subdomain, which SameSite does not keep away.
    [InlineData("cross-site", Evil, true)]
    [InlineData("cross-site", BrowserApi.App, true)]
    [InlineData("cross-site", null, true)]
    [InlineData("same-site", "https://evil.auth.test", true)]
    [InlineData("same-site", null, true)]

    // A sandboxed frame, in any browser and wherever it says it is.
    [InlineData("cross-site", "null", true)]
    [InlineData("same-site", "null", true)]
    [InlineData("same-origin", "null", true)]
    [InlineData(null, "null", true)]

    // The address bar, an unknown word, and words and origins that only look right.
    [InlineData("none", null, true)]
    [InlineData("none", BrowserApi.App, true)]
    [InlineData("same-party", BrowserApi.App, true)]
    [InlineData("Same-Origin", null, true)]
    [InlineData("same-origin, cross-site", BrowserApi.App, true)]
    [InlineData("same-site", "https://app.auth.test:443", true)]
    [InlineData("same-site", "https://app.auth.test/", true)]
    [InlineData("same-site", "https://app.auth.test.evil.test", true)]
    [InlineData("same-site", "https://APP.auth.test", true)]
    [InlineData("same-site", "http://app.auth.test", true)]
    [InlineData(null, Evil, true)]
    public async Task Any_other_page_can_neither_use_nor_get_the_cookies(string? site, string? origin, bool hasHeader)
    {
        var client = api.NewClient();
        var user = await NewUser.RegisterAsync(client);
        var own = new Browser(client);
        await own.LoginAsync(user);
        var other = own.On(new Page(site, origin, hasHeader));
        var before = own.Jar.ToDictionary();

        foreach (var (method, path) in Calls)
        {
            Problems.Is("cross_site_request", await other.SendAsync(TestClient.Request(new HttpMethod(method), path)));
        }

        foreach (var path in CallsForCookies)
        {
            Problems.Is("cross_site_request", await other.PostAsync(path, Browser.InCookies));
        }

        var login = await other.LoginAsync(user);
        Problems.Is("cross_site_request", login);
        Assert.Null(login.Header("Set-Cookie"));

        // A sign-out without a body is a request that a form could send.
        Assert.Equal(HttpStatusCode.NoContent, (await other.PostAsync("/api/v1/auth/logout", null)).Status);
        Assert.Equal(before, own.Jar.ToDictionary());
        Assert.Equal(HttpStatusCode.OK, (await own.MeAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await own.RefreshAsync()).Status);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Origin", BrowserApi.App)]
    public async Task Two_headers_that_contradict_each_other_are_refused(string name, string value)
    {
        var own = await Browser.SignedInAsync(api.NewClient());
        var request = TestClient.Request(HttpMethod.Get, "/api/v1/users/me");
        request.Headers.Add(name, [value, name == "Origin" ? Evil : "cross-site"]);

        Problems.Is(
            "cross_site_request",
            await own.On(new Page(name == "Origin" ? "same-site" : null, name == "Origin" ? null : Evil)).SendAsync(request));
    }

    [Fact]
    public async Task A_refused_page_is_recorded()
    {
        var own = await Browser.SignedInAsync(api.NewClient());

        Problems.Is("cross_site_request", await own.On(new Page("cross-site", Evil)).MeAsync());

        await Eventually.IsTrueAsync(
            async () => await api.Database.AuditCountWhereAsync(
                "event = $1 AND reason = 'cross_site' AND address = $2::inet", AuditEvent.AuthorizationRefused,
                own.Client.Address) == 1,
            "the refusal is recorded");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_body_that_needs_no_preflight_is_not_read(string mediaType)
    {
        var own = await Browser.SignedInAsync(api.NewClient());
        var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/logout");
        request.Content = new StringContent("""{"transport":"cookie"}""");
        request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(mediaType);

        Problems.Is("unsupported_media_type", await own.SendAsync(request));

        Assert.Equal(HttpStatusCode.OK, (await own.MeAsync()).Status);
    }

    [Fact]
    public async Task A_request_that_uses_no_cookie_is_accepted_from_any_page()
    {
        var client = api.NewClient();
        var user = await SignedInUser.CreateAsync(client);
        foreach (var page in new[] { new Page("cross-site", Evil, HasHeader: false), new Page("none"), new Page(null, "null") })
        {
            var request = TestClient.Request(HttpMethod.Get, "/api/v1/users/me", user.AccessToken);
            page.Describe(request);
            Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(request)).Status);

            var refresh = TestClient.Request(HttpMethod.Post, "/api/v1/auth/login");
            refresh.Content = JsonContent.Create(new { email = user.Account.Email, password = user.Account.Password });
            page.Describe(refresh);
            Assert.Equal(HttpStatusCode.OK, (await client.SendAsync(refresh)).Status);
        }
    }
}
