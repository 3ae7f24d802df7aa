using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using PuppeteerSharp;
using SecureAuth.IntegrationTests.AccountPage;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.TypeScript;

public sealed class SampleTests(SampleSystem samples, Chromium chromium) : IClassFixture<SampleSystem>, IClassFixture<Chromium>
{
    [Fact]
    public async Task The_Node_service_accepts_a_token_by_its_issuer_alone()
    {
        var user = await SignedInUser.CreateAsync(samples.NewClient());

        var (status, _, body) = await OrdersAsync(user.AccessToken);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(user.Id, JsonDocument.Parse(body).RootElement.GetProperty("user").GetGuid());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("garbage")]
    [InlineData("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.eyJzdWIiOiJ4In0.")]
    public async Task The_Node_service_refuses_what_is_no_token_of_the_server(string? token)
    {
        var (status, challenge, _) = await OrdersAsync(token);

        Assert.Equal(HttpStatusCode.Unauthorized, status);
        Assert.StartsWith("Bearer", challenge, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_signs_in_on_the_page_and_out_again()
    {
        var user = await NewUser.RegisterAsync(samples.NewClient());
        await using var tab = await Tab.OpenAsync(chromium, samples.Page);
        Assert.Empty(await tab.ViolationsAsync());
        await SignInAsync(tab, user with { Password = "not the password" });
        await tab.SeeAsync("The e-mail address or the password is not right.");

        await SignInAsync(tab, user);

        await tab.SeeAsync("Hello, ");
        await tab.SeeAsync("signed in");
        Assert.Empty(await tab.ViolationsAsync());

        // The session is not in the storage, and what is there signs nobody in.
        Assert.Matches("""^\{"secureauth\.device":"sadt_[^"]+","cookie":""\}$""", await tab.StoredAsync());
        await tab.PressAsync("Sign out");
        await tab.SeeAsync("Password");
    }

    [Fact]
    public async Task A_user_of_the_React_application_stays_signed_in_after_a_reload_and_no_script_has_a_token()
    {
        var user = await NewUser.RegisterAsync(samples.NewClient());
        await using var tab = await Tab.OpenAsync(chromium, samples.App, isCrossOrigin: true);
        await SignInAsync(tab, user with { Password = "not the password" });
        await tab.SeeAsync("The e-mail address or the password is not right.");
        await SignInAsync(tab, user);
        await tab.SeeAsync("Hello, ");

        await tab.ReloadAsync();
        await tab.SeeAsync(user.Email);
        await tab.FillAsync("Name", "Ann");
        await tab.PressAsync("Save");
        await tab.SeeAsync("Hello, Ann");
        Assert.Empty(await tab.ViolationsAsync());
        Assert.DoesNotMatch("eyJ|sart_|sadt_", await tab.StoredAsync());

        await tab.PressAsync("Sign out");
        await tab.SeeAsync("Password");
        await tab.ReloadAsync();
        await tab.SeeAsync("Password");
        Assert.Equal("""{"cookie":""}""", await tab.StoredAsync());
    }

    [Fact]
    public async Task A_user_sets_up_a_second_step_on_the_page_and_uses_it()
    {
        var user = await samples.RegisterGuardedAsync();
        await using var tab = await Tab.OpenAsync(chromium, samples.Page);
        await SignInAsync(tab, user);
        await tab.SeeAsync("Set up a second step");
        Assert.Empty(await tab.ViolationsAsync());
        var app = new AuthenticatorApp(await tab.TextOfAsync(".secret"));
        await tab.FillAsync("Code", app.Code());
        await tab.PressAsync("Turn it on");
        await tab.SeeAsync("Keep these recovery codes");
        await tab.PressAsync("Sign out");

        await SignInAsync(tab, user);
        await tab.SeeAsync("Second step");
        Assert.Empty(await tab.ViolationsAsync());
        await tab.FillAsync("Code", app.WrongCode());
        await tab.PressAsync("Continue");
        await tab.SeeAsync("This code is not right.");
        await samples.ForgetUsedCodeAsync(user);
        await tab.FillAsync("Code", app.Code());
        await tab.PressAsync("Continue");

        await tab.SeeAsync("Hello, ");
        Assert.Empty(await tab.ViolationsAsync());
    }

    /// <summary>
    /// Each tab has a client of its own, and they take turns. But what one of them stores reaches the other one with a delay, so
    /// that may send the same refresh again, which the server answers with the same tokens.
    /// </summary>
    [Fact]
    public async Task Two_tabs_with_fifty_callers_keep_one_session()
    {
        var user = await NewUser.RegisterAsync(samples.NewClient());
        var first = await chromium.OpenAsync();
        await first.GoToAsync(samples.Page.ToString());
        var second = await first.BrowserContext.NewPageAsync();
        await second.GoToAsync(samples.Page.ToString());
        var refreshes = 0;
        foreach (var page in new[] { first, second })
        {
            page.Request += (_, sent) => refreshes += sent.Request.Url.EndsWith("/refresh", StringComparison.Ordinal) ? 1 : 0;
            await page.EvaluateFunctionAsync(
                """
                async () => {
                  const { createClient, webStorageStore } = await import('/secureauth.js');
                  window.auth = createClient({ store: webStorageStore(localStorage) });
                }
                """);
        }

        await first.EvaluateFunctionAsync("user => auth.signIn(user)", new { email = user.Email, password = user.Password });
        await ExpireAsync(first);

        const string callAll = "Promise.all(Array.from({ length: 25 }, () => auth.api.getMe().then(me => me.email)))";
        var answers = await Task.WhenAll(
            first.EvaluateExpressionAsync<string[]>(callAll), second.EvaluateExpressionAsync<string[]>(callAll));

        Assert.All(answers.SelectMany(emails => emails), email => Assert.Equal(user.Email, email));
        Assert.InRange(refreshes, 1, 2);
        await ExpireAsync(second);
        Assert.Equal(user.Email, await second.EvaluateExpressionAsync<string>("auth.api.getMe().then(me => me.email)"));
        await first.EvaluateExpressionAsync("auth.signOut()");
        Assert.Equal(
            "SessionEndedError", await second.EvaluateExpressionAsync<string>("auth.api.getMe().catch(error => error.name)"));
        await first.BrowserContext.CloseAsync();
    }

    private static Task ExpireAsync(IPage page) => page.EvaluateExpressionAsync(
        """
        {
          const session = JSON.parse(localStorage['secureauth.session']);
          localStorage['secureauth.session'] = JSON.stringify({ ...session, accessExpiresAt: 0, refreshFrom: 0 });
        }
        """);

    private static async Task SignInAsync(Tab tab, NewUser user)
    {
        await tab.FillAsync("E-mail", user.Email);
        await tab.FillAsync("Password", user.Password);
        await tab.PressAsync("Sign in");
    }

    private async Task<(HttpStatusCode Status, string Challenge, string Body)> OrdersAsync(string? token)
    {
        // The fixture skips the test if it has not started.
        _ = samples.Api;
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(samples.Service, "/orders"));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (
            response.StatusCode,
            response.Headers.WwwAuthenticate.ToString(),
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
