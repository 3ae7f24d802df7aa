using System.Text.Json;
using PuppeteerSharp;
using SecureAuth.IntegrationTests.AccountPage;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Cookies;

/// <summary>An application on another origin in a real browser, and pages of somebody else in the same browser.</summary>
public sealed class BrowserAppTests(AppSystem system, Chromium chromium) : IClassFixture<AppSystem>, IClassFixture<Chromium>
{
    /// <summary>The calls of an application, and what it can see of the answers.</summary>
    private const string Script =
        """
        api => {
          window.call = async (method, path, body) => {
            const answer = await fetch(api + '/api/v1' + path, {
              method,
              credentials: 'include',
              headers: { 'X-SecureAuth-CSRF': '1', ...body && { 'Content-Type': 'application/json' } },
              body: body && JSON.stringify(body),
            });
            return {
              status: answer.status,
              requestId: answer.headers.get('X-Request-Id'),
              limit: answer.headers.get('RateLimit'),
              body: await answer.json().catch(() => null),
            };
          };
          window.attempt = async (path, options) => {
            try {
              const answer = await fetch(api + '/api/v1' + path, { credentials: 'include', ...options });
              return answer.type === 'opaque' ? 'opaque' : 'read ' + answer.status + ' ' + await answer.text();
            } catch (error) {
              return error.name;
            }
          };
        }
        """;

    [Fact]
    public async Task An_application_on_another_origin_signs_in_reads_refreshes_and_signs_out()
    {
        var user = await NewUser.RegisterAsync(system.NewClient());
        var page = await OpenAsync(await chromium.OpenAsync(), system.App);

        var wrong = await LoginAsync(page, user with { Password = "not the password" });
        Assert.Equal((401, "invalid_credentials"), (StatusOf(wrong), CodeOf(wrong)));
        var signedIn = await LoginAsync(page, user);
        Assert.Equal(200, StatusOf(signedIn));
        Assert.Equal("Cookie", signedIn.GetProperty("body").GetProperty("token_type").GetString());
        Assert.DoesNotContain("eyJ", signedIn.GetRawText(), StringComparison.Ordinal);
        Assert.NotNull(signedIn.GetProperty("requestId").GetString());
        Assert.NotNull(signedIn.GetProperty("limit").GetString());
        Assert.Equal("", await page.EvaluateExpressionAsync<string>("document.cookie"));
        Assert.Equal(user.Email, await EmailAsync(page));

        // The tokens survive the page, and it still cannot see them.
        await page.ReloadAsync();
        await page.EvaluateFunctionAsync(Script, Origin(system.Api));
        Assert.Equal(user.Email, await EmailAsync(page));
        Assert.Equal(200, StatusOf(await CallAsync(page, "POST", "/auth/refresh", Browser.InCookies)));
        Assert.Equal(user.Email, await EmailAsync(page));
        var renamed = await CallAsync(page, "PATCH", "/users/me", new { display_name = "Ann" });
        Assert.Equal("Ann", renamed.GetProperty("body").GetProperty("display_name").GetString());

        Assert.Equal(204, StatusOf(await CallAsync(page, "POST", "/auth/logout", Browser.InCookies)));
        var after = await CallAsync(page, "GET", "/users/me");
        Assert.Equal((401, "invalid_token"), (StatusOf(after), CodeOf(after)));
        var refresh = await CallAsync(page, "POST", "/auth/refresh", Browser.InCookies);
        Assert.Equal((401, "invalid_refresh_token"), (StatusOf(refresh), CodeOf(refresh)));
        await page.BrowserContext.CloseAsync();
    }

    [Fact]
    public async Task Ten_tabs_of_an_application_refresh_at_once_and_stay_signed_in()
    {
        var user = await NewUser.RegisterAsync(system.NewClient());
        var first = await OpenAsync(await chromium.OpenAsync(), system.App);
        await LoginAsync(first, user);
        var tabs = new List<IPage> { first };
        while (tabs.Count < 10)
        {
            tabs.Add(await OpenAsync(await first.BrowserContext.NewPageAsync(), system.App));
        }

        for (var round = 0; round < 3; round++)
        {
            var answers = await Task.WhenAll(tabs.Select(tab => CallAsync(tab, "POST", "/auth/refresh", Browser.InCookies)));

            Assert.All(answers, answer => Assert.Equal(200, StatusOf(answer)));
        }

        Assert.All(await Task.WhenAll(tabs.Select(EmailAsync)), email => Assert.Equal(user.Email, email));
        Assert.Equal(1, await system.Database.ScalarAsync<long>(
            "SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1 AND s.revoked_at IS NULL",
            user.Email));
        await first.BrowserContext.CloseAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_of_somebody_else_reads_nothing_and_changes_nothing(bool isOfTheSameSite)
    {
        var user = await NewUser.RegisterAsync(system.NewClient());
        var attacker = await NewUser.RegisterAsync(system.NewClient());
        var app = await OpenAsync(await chromium.OpenAsync(), system.App);
        var session = SessionOf(await LoginAsync(app, user));
        var evil = await OpenAsync(
            await app.BrowserContext.NewPageAsync(), isOfTheSameSite ? system.Neighbour : system.Stranger);

        await ReadsNothingAsync(evil, "{}");
        await ReadsNothingAsync(evil, """{ headers: { "X-SecureAuth-CSRF": "1" } }""");
        await ReadsNothingAsync(evil, """{ mode: "no-cors" }""");
        await ReadsNothingAsync(
            evil, """{ mode: "no-cors", headers: { "X-SecureAuth-CSRF": "1", "Sec-Fetch-Site": "same-origin" } }""");
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "application/json" })
        {
            await SendsInVainAsync(evil, "/auth/logout", type, """{"transport":"cookie"}""");
            await SendsInVainAsync(evil, "/auth/refresh", type, """{"transport":"cookie"}""");
            await SendsInVainAsync(
                evil, "/auth/login", type,
                $$"""{"email":"{{attacker.Email}}","password":"{{attacker.Password}}","transport":"cookie"}""");
        }

        // This request reaches the server, with the cookies on the same site. The page does not even learn that it was answered.
        Assert.Equal("TypeError", await AttemptAsync(evil, "/auth/logout", """{ method: "POST", mode: "no-cors" }"""));
        Assert.Equal("TypeError", await AttemptAsync(evil, "/users/me/sessions", """{ method: "DELETE" }"""));
        await BeaconAsync(evil);
        foreach (var type in new[] { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data" })
        {
            await SubmitFormAsync(evil, "/auth/logout", type);
        }

        Assert.Equal("TypeError", await AttemptInSandboxAsync(evil));

        // A link has the cookies of a page on any site, but no header.
        await evil.GoToAsync(Origin(system.Api) + "/api/v1/users/me");
        var shown = await evil.EvaluateExpressionAsync<string>("document.body.innerText");
        Assert.Contains("cross_site_request", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(user.Email, shown, StringComparison.Ordinal);

        Assert.Equal(user.Email, await EmailAsync(app));
        Assert.Equal(session, SessionOf(await CallAsync(app, "POST", "/auth/refresh", Browser.InCookies)));
        await app.BrowserContext.CloseAsync();
    }

    private async Task<IPage> OpenAsync(IPage page, Uri address)
    {
        await page.GoToAsync(address.ToString());
        await page.EvaluateFunctionAsync(Script, Origin(system.Api));
        return page;
    }

    private static Task<JsonElement> LoginAsync(IPage page, NewUser user) => CallAsync(
        page, "POST", "/auth/login", new { email = user.Email, password = user.Password, transport = "cookie" });

    private static async Task<JsonElement> CallAsync(IPage page, string method, string path, object? body = null) =>
        JsonElement.Parse(await page.EvaluateFunctionAsync<string>(
            "async (method, path, body) => JSON.stringify(await call(method, path, body && JSON.parse(body)))",
            method, path, body is null ? null : JsonSerializer.Serialize(body)));

    private static async Task<string?> EmailAsync(IPage page) =>
        (await CallAsync(page, "GET", "/users/me")).GetProperty("body").GetProperty("email").GetString();

    private static async Task ReadsNothingAsync(IPage page, string options) =>
        Assert.Contains(await AttemptAsync(page, "/users/me/export", options), (string[])["TypeError", "opaque"]);

    private static async Task SendsInVainAsync(IPage page, string path, string type, string body)
    {
        foreach (var mode in new[] { "cors", "no-cors" })
        {
            var answer = await page.EvaluateFunctionAsync<string>(
                "(path, mode, type, body) => attempt(path, { method: 'POST', mode, headers: { 'Content-Type': type }, body })",
                path, mode, type, body);
            Assert.Contains(answer, (string[])["TypeError", "opaque"]);
        }
    }

    private static Task<string> AttemptAsync(IPage page, string path, string options) =>
        page.EvaluateExpressionAsync<string>($"attempt('{path}', {options})");

    /// <summary>Beacons have the cookies, and their type can be chosen.</summary>
    private Task BeaconAsync(IPage page) => page.EvaluateFunctionAsync(
        """
        api => {
          for (const type of ['text/plain', 'application/json']) {
            navigator.sendBeacon(api + '/api/v1/auth/logout', new Blob(['{"transport":"cookie"}'], { type }));
          }
        }
        """,
        Origin(system.Api));

    /// <summary>A form into a frame, as it needs no preflight. A text/plain form can look like JSON.</summary>
    private Task SubmitFormAsync(IPage page, string path, string type) => page.EvaluateFunctionAsync(
        """
        (action, type) => new Promise(done => {
          const frame = Object.assign(document.createElement('iframe'), { name: 'target' + Math.random() });
          document.body.append(frame);
          const form = document.createElement('form');
          Object.assign(form, { method: 'POST', action, enctype: type, target: frame.name });
          form.append(Object.assign(document.createElement('input'), { name: '{"transport":"cookie","x":"', value: '"}' }));
          document.body.append(form);
          frame.onload = () => { done(); };
          form.submit();
          setTimeout(done, 3000);
        })
        """,
        Origin(system.Api) + "/api/v1" + path,
        type);

    private Task<string> AttemptInSandboxAsync(IPage page) => page.EvaluateFunctionAsync<string>(
        """
        api => new Promise(done => {
          addEventListener('message', ({ data }) => done(data), { once: true });
          const frame = document.createElement('iframe');
          frame.sandbox = 'allow-scripts';
          frame.srcdoc = `<script>
            fetch('${api}/api/v1/users/me', { credentials: 'include', headers: { 'X-SecureAuth-CSRF': '1' } })
              .then(answer => 'read ' + answer.status, error => error.name)
              .then(text => parent.postMessage(text, '*'));
          <${''}/script>`;
          document.body.append(frame);
        })
        """,
        Origin(system.Api));

    private static int StatusOf(JsonElement answer) => answer.GetProperty("status").GetInt32();

    private static string? CodeOf(JsonElement answer) => answer.GetProperty("body").GetProperty("code").GetString();

    private static string? SessionOf(JsonElement answer) => answer.GetProperty("body").GetProperty("session_id").GetString();

    private static string Origin(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
