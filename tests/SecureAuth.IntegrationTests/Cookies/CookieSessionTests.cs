using System.Net;
using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Cookies;

/// <summary>Sign-in, refresh and sign-out of a page that keeps no token itself.</summary>
[Collection(nameof(BrowserApi))]
public sealed class CookieSessionTests(TestSystem system, BrowserApi api)
{
    private const int Week = 604_800;

    [Fact]
    public async Task A_sign_in_sends_the_tokens_in_cookies_that_no_script_and_no_other_site_can_use()
    {
        var user = await NewUser.RegisterAsync(system.NewClient());
        var browser = new Browser(system.NewClient());

        var response = await browser.LoginAsync(user);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(
            ["token_type", "expires_in", "refresh_expires_in", "session_id", "two_fa_required"],
            response.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("Cookie", response["token_type"]);
        Assert.Equal(Week, response.Json.GetProperty("refresh_expires_in").GetInt32());
        var cookies = Browser.CookiesOf(response);
        Assert.Equal([Browser.Access, Browser.Refresh, Browser.Device], cookies.Select(cookie => cookie.Name));
        Assert.Equal(["/", "/api/v1/auth", "/api/v1/auth"], cookies.Select(cookie => cookie.Path));
        Assert.Equal([Week, Week, 400 * 24 * 3600], cookies.Select(cookie => cookie.MaxAge!.Value));
        Assert.All(cookies, cookie =>
        {
            Assert.Equal(
                ["max-age", "path", "secure", "samesite", "httponly"], cookie.Attributes.Keys);
            Assert.Equal("lax", cookie.Attributes["samesite"]);
            Assert.True(cookie.Name.Length + cookie.Value.Length < 4096, cookie.Name);
            Assert.DoesNotContain(cookie.Value, response.Body, StringComparison.Ordinal);
        });
        Assert.Equal(user.Email, (await browser.MeAsync())["email"]);
    }

    [Fact]
    public async Task Tokens_in_the_body_are_the_default_and_set_no_cookie()
    {
        var user = await NewUser.RegisterAsync(system.NewClient());
        foreach (var transport in new[] { null, "body" })
        {
            var response = await system.NewClient().PostAsync(
                "/api/v1/auth/login", new { email = user.Email, password = user.Password, transport });

            Assert.NotEmpty(response["access_token"]);
            Assert.Null(response.Header("Set-Cookie"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("Cookie")]
    [InlineData("header")]
    public async Task An_unknown_transport_is_refused(string transport) => Problems.IsInvalid(
        "transport", await new Browser(system.NewClient()).PostAsync("/api/v1/auth/refresh", new { transport }));

    [Fact]
    public async Task A_refresh_replaces_both_cookies()
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        var (access, refresh, device) = (browser[Browser.Access], browser[Browser.Refresh], browser[Browser.Device]);

        var response = await browser.RefreshAsync();

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("Cookie", response["token_type"]);
        Assert.Equal([Browser.Access, Browser.Refresh], Browser.CookiesOf(response).Select(cookie => cookie.Name));
        Assert.NotEqual(access, browser[Browser.Access]);
        Assert.NotEqual(refresh, browser[Browser.Refresh]);
        Assert.Equal(device, browser[Browser.Device]);
        Assert.Equal(HttpStatusCode.OK, (await browser.MeAsync()).Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sign_out_ends_the_session_and_removes_the_cookies_but_keeps_the_device(bool all)
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        var thief = browser.Copy();

        var response = await browser.PostAsync("/api/v1/auth/logout", new { transport = "cookie", all });

        Assert.Equal(HttpStatusCode.NoContent, response.Status);
        Assert.Equal([Browser.Device], browser.Jar.Keys);
        await HasEndedAsync(thief);
    }

    [Fact]
    public async Task A_sign_out_without_a_body_ends_the_session_of_the_cookie()
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        var thief = browser.Copy();

        Assert.Equal(HttpStatusCode.NoContent, (await browser.PostAsync("/api/v1/auth/logout", null)).Status);

        Assert.Equal([Browser.Device], browser.Jar.Keys);
        await HasEndedAsync(thief);
    }

    [Fact]
    public async Task A_refresh_that_fails_removes_the_cookies()
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        await browser.Copy().LogoutAsync();

        Problems.Is("invalid_refresh_token", await browser.RefreshAsync());

        Assert.Equal([Browser.Device], browser.Jar.Keys);
        Problems.Is("invalid_refresh_token", await browser.RefreshAsync());
        Problems.Is("invalid_token", await browser.MeAsync());
    }

    [Fact]
    public async Task A_stolen_cookie_that_was_used_ends_the_session()
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        var thief = browser.Copy();
        await browser.RefreshAsync();
        await AgeRotationAsync(browser);
        await browser.RefreshAsync();

        Problems.Is("refresh_token_reused", await thief.RefreshAsync());

        Assert.Equal([Browser.Device], thief.Jar.Keys);
        await HasEndedAsync(browser);
    }

    [Fact]
    public async Task A_token_stolen_from_a_client_is_rotated_in_a_cookie_so_that_the_theft_is_noticed()
    {
        var owner = await SignedInUser.CreateAsync(system.NewClient());
        var refreshed = await owner.Client.RefreshAsync(owner.RefreshToken);
        var thief = new Browser(system.NewClient());
        thief.Hold(refreshed["access_token"], refreshed["refresh_token"]);

        Assert.Equal(HttpStatusCode.OK, (await thief.RefreshAsync()).Status);

        Assert.NotEqual(refreshed["refresh_token"], thief[Browser.Refresh]);
        await AgeRotationAsync(thief);
        Problems.Is("refresh_token_reused", await owner.Client.RefreshAsync(refreshed["refresh_token"]));
        await HasEndedAsync(thief);
    }

    [Fact]
    public async Task A_token_that_has_left_the_cookie_is_shared_no_longer()
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        await browser.RefreshAsync();
        var shared = browser[Browser.Refresh];
        await browser.RefreshAsync();
        Assert.Equal(shared, browser[Browser.Refresh]);

        var inBody = await browser.Client.RefreshAsync(shared);
        browser.Hold(inBody["access_token"], inBody["refresh_token"]);
        Assert.NotEqual(shared, inBody["refresh_token"]);
        await browser.RefreshAsync();

        Assert.NotEqual(inBody["refresh_token"], browser[Browser.Refresh]);
    }

    [Fact]
    public async Task Ending_the_own_session_or_the_account_removes_the_cookies()
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        Assert.Equal(
            HttpStatusCode.NoContent, (await browser.DeleteAsync($"/api/v1/users/me/sessions/{browser.SessionId}")).Status);
        Assert.Equal([Browser.Device], browser.Jar.Keys);

        var leaving = await Browser.SignedInAsync(system.NewClient());
        Assert.Equal(HttpStatusCode.NoContent, (await leaving.DeleteAsync("/api/v1/users/me")).Status);
        Assert.Equal([Browser.Device], leaving.Jar.Keys);
    }

    [Fact]
    public async Task Ending_another_session_keeps_the_cookies()
    {
        var browser = await Browser.SignedInAsync(system.NewClient());

        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync("/api/v1/users/me/sessions")).Status);

        Assert.Equal(HttpStatusCode.OK, (await browser.MeAsync()).Status);
    }

    [Fact]
    public async Task A_sign_in_ends_the_session_whose_cookies_it_replaces()
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        var before = browser.Copy();

        await browser.LoginAsync(await NewUser.RegisterAsync(system.NewClient()));

        await HasEndedAsync(before);
        Assert.Equal(1, await system.Database.AuditCountOfSessionAsync(AuditEvent.SignedOut, before.SessionId));
        Assert.Equal(HttpStatusCode.OK, (await browser.MeAsync()).Status);
    }

    [Fact]
    public async Task A_second_factor_completes_a_sign_in_with_cookies()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var browser = new Browser(user.Client);
        var challenge = await browser.LoginAsync(user.User.Account);
        Assert.Empty(browser.Jar);

        var response = await browser.PostAsync(
            "/api/v1/auth/login/2fa",
            new { temp_token = challenge["temp_token"], code = await user.UnusedCodeAsync(), transport = "cookie" });

        HasNoToken(response);
        Assert.Equal(3, browser.Jar.Count);
        Assert.Equal(HttpStatusCode.OK, (await browser.MeAsync()).Status);
    }

    [Fact]
    public async Task A_passkey_signs_in_with_cookies()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var browser = new Browser(user.Client);
        var options = await user.Client.PasskeyOptionsAsync();

        var response = await browser.PostAsync("/api/v1/auth/passkeys", new
        {
            challenge_token = options["challenge_token"],
            credential = user.Authenticator.Get(options.Json),
            transport = "cookie",
        });

        HasNoToken(response);
        Assert.Equal(HttpStatusCode.OK, (await browser.MeAsync()).Status);
    }

    [Fact]
    public async Task A_required_authenticator_app_completes_a_sign_in_with_cookies()
    {
        var (browser, token) = await SetUpAsync();
        var setUp = await browser.PostAsync("/api/v1/users/me/2fa/setup", null, token);
        var code = new AuthenticatorApp(setUp["secret"]).Code();

        var response = await browser.PostAsync("/api/v1/users/me/2fa/verify", new { code, transport = "cookie" }, token);

        Assert.Equal(10, response.Json.GetProperty("recovery_codes").GetArrayLength());
        HasNoToken(response);
        Assert.Equal(3, browser.Jar.Count);
        Assert.Equal(HttpStatusCode.OK, (await browser.MeAsync()).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.RefreshAsync()).Status);
    }

    [Fact]
    public async Task A_required_passkey_completes_a_sign_in_with_cookies()
    {
        using var authenticator = new Authenticator();
        var (browser, token) = await SetUpAsync();
        var options = await browser.PostAsync("/api/v1/users/me/passkeys/options", null, token);

        var response = await browser.PostAsync(
            "/api/v1/users/me/passkeys",
            new
            {
                challenge_token = options["challenge_token"],
                name = "Laptop",
                credential = authenticator.Create(options.Json),
                transport = "cookie",
            },
            token);

        Assert.Equal(HttpStatusCode.Created, response.Status);
        Assert.Equal($"/api/v1/users/me/passkeys/{response["id"]}", response.Header("Location"));
        HasNoToken(response);
        Assert.Equal(HttpStatusCode.OK, (await browser.MeAsync()).Status);
    }

    [Fact]
    public async Task A_reauthentication_renews_the_access_cookie_alone()
    {
        var client = system.NewClient();
        var user = await NewUser.RegisterAsync(client);
        var browser = new Browser(client);
        var session = Guid.Parse((await browser.LoginAsync(user))["session_id"]);
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET authenticated_at = authenticated_at - interval '1 hour' WHERE id = $1", session);
        await browser.RefreshAsync();
        Problems.Is("reauthentication_required", await browser.PostAsync("/api/v1/users/me/2fa/setup", null));

        var response = await browser.PostAsync(
            "/api/v1/auth/reauthenticate", new { password = user.Password, transport = "cookie" });

        Assert.Equal(["token_type", "expires_in"], response.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(Browser.Access, Assert.Single(Browser.CookiesOf(response)).Name);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostAsync("/api/v1/users/me/2fa/setup", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.RefreshAsync()).Status);
    }

    [Fact]
    public async Task The_transport_of_a_reauthentication_is_that_of_its_access_token()
    {
        var client = system.NewClient();
        var user = await SignedInUser.CreateAsync(client);
        var browser = new Browser(client);
        await browser.LoginAsync(user.Account);

        Problems.IsInvalid(
            "transport", await browser.PostAsync("/api/v1/auth/reauthenticate", new { password = user.Account.Password }));
        Problems.IsInvalid("transport", await new Browser(client).PostAsync(
            "/api/v1/auth/reauthenticate", new { password = user.Account.Password, transport = "cookie" }, user.AccessToken));
    }

    [Fact]
    public async Task A_refresh_token_is_either_in_the_body_or_in_the_cookie()
    {
        var browser = await Browser.SignedInAsync(system.NewClient());
        var token = browser[Browser.Refresh];

        Problems.IsInvalid(
            "refresh_token",
            await browser.PostAsync("/api/v1/auth/refresh", new { refresh_token = token, transport = "cookie" }));
        Problems.IsInvalid("refresh_token", await browser.PostAsync("/api/v1/auth/refresh", new { }));
        Assert.Equal(HttpStatusCode.OK, (await browser.RefreshAsync()).Status);
    }

    [Fact]
    public async Task The_Authorization_header_overrides_the_cookie()
    {
        var client = system.NewClient();
        var other = await SignedInUser.CreateAsync(client);
        var browser = await Browser.SignedInAsync(client);

        var request = TestClient.Request(HttpMethod.Get, "/api/v1/users/me", other.AccessToken);
        Assert.Equal(other.Account.Email, (await browser.SendAsync(request))["email"]);
        foreach (var header in new[] { "Bearer garbage", "Basic eDp5", "x" })
        {
            var refused = TestClient.Request(HttpMethod.Get, "/api/v1/users/me");
            refused.Headers.TryAddWithoutValidation("Authorization", header);
            Problems.Is("invalid_token", await browser.SendAsync(refused));
        }
    }

    [Fact]
    public async Task A_device_whose_cookie_is_known_signs_in_while_a_stranger_locks_the_account()
    {
        var client = system.NewClient();
        var user = await NewUser.RegisterAsync(client);
        var browser = new Browser(client);
        await browser.LoginAsync(user);
        await browser.LogoutAsync();
        for (var guess = 0; guess < 5; guess++)
        {
            await system.NewClient().LoginAsync(user with { Password = "not the password" });
        }

        Problems.Is("account_locked", await new Browser(client).LoginAsync(user));

        Assert.Equal(HttpStatusCode.OK, (await browser.LoginAsync(user)).Status);
    }

    private async Task<(Browser Browser, string SetUpToken)> SetUpAsync()
    {
        var client = api.NewClient();
        var user = await NewUser.RegisterAsync(client);
        await api.Database.GrantRoleAsync(user.Email, "Guarded");
        var browser = new Browser(client);
        return (browser, (await browser.LoginAsync(user))["setup_token"]);
    }

    private static void HasNoToken(Response response)
    {
        Assert.True((int)response.Status is 200 or 201, response.ToString());
        Assert.Equal("Cookie", response["token_type"]);
        Assert.False(response.Json.GetProperty("two_fa_required").GetBoolean());
        Assert.All(
            Browser.CookiesOf(response),
            cookie => Assert.DoesNotContain(cookie.Value, response.Body, StringComparison.Ordinal));
        Assert.All(
            ["access_token", "refresh_token", "device_token"],
            member => Assert.False(response.Json.TryGetProperty(member, out JsonElement _)));
    }

    private Task AgeRotationAsync(Browser browser) => system.Database.ExecuteAsync(
        "UPDATE sessions SET rotated_at = rotated_at - interval '11 seconds' WHERE id = $1",
        browser.SessionId);

    private static Task HasEndedAsync(Browser browser) => Eventually.IsTrueAsync(
        async () => (await browser.MeAsync()).Status == HttpStatusCode.Unauthorized, "the session is over");
}
