using System.Net;
using SecureAuth.IntegrationTests.Cookies;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>The tabs of a browser, which share its cookies and refresh without knowing of each other.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class CookieRefreshRaceTests(Replicas replicas)
{
    private const int Tabs = 10;

    [Fact]
    public async Task Ten_tabs_that_refresh_at_once_set_the_same_cookie_and_go_on()
    {
        var browser = await Browser.SignedInAsync(replicas.NewClient());
        for (var round = 1; round <= Race.Rounds; round++)
        {
            var responses = await Race.RunAsync(TabsOf(browser, _ => browser));

            Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.Status));
            Assert.Equal(browser[Browser.Refresh], Assert.Single(RefreshTokensOf(responses).Distinct()));
            Assert.Equal(round, await GenerationAsync(browser));
            Assert.Equal(HttpStatusCode.OK, (await browser.MeAsync()).Status);
            await AgeRotationAsync(browser);
        }
    }

    /// <summary>A tab may have read its cookie long before its request arrives, while others have refreshed twice.</summary>
    [Fact]
    public async Task Tabs_that_are_late_neither_end_the_session_nor_bring_an_old_cookie_back()
    {
        var browser = await Browser.SignedInAsync(replicas.NewClient());
        var late = browser.Copy();
        await browser.RefreshAsync();
        var first = browser[Browser.Refresh];

        // The second refresh follows at once, because a tab has found the first access token refused.
        await browser.RefreshAsync();
        Assert.Equal(first, browser[Browser.Refresh]);
        var responses = await Race.RunAsync(TabsOf(browser, i => i % 2 == 0 ? late.Copy() : browser));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.Status));
        Assert.Equal(first, Assert.Single(RefreshTokensOf(responses).Distinct()));
        Assert.Equal(1, await GenerationAsync(browser));
        Assert.Equal(HttpStatusCode.OK, (await browser.RefreshAsync()).Status);

        // After the grace period, the next refresh rotates, and the jar still works.
        await AgeRotationAsync(browser);
        Assert.Equal(HttpStatusCode.OK, (await browser.RefreshAsync()).Status);
        Assert.NotEqual(first, browser[Browser.Refresh]);
        Assert.Equal(2, await GenerationAsync(browser));
        Assert.Equal(HttpStatusCode.OK, (await browser.MeAsync()).Status);
    }

    [Fact]
    public async Task Staggered_tabs_keep_one_session()
    {
        var browser = await Browser.SignedInAsync(replicas.NewClient());
        var running = new List<Task<Response>>();
        for (var tab = 0; tab < Tabs; tab++)
        {
            running.Add(browser.Through(replicas.Either(browser.Client, tab)).RefreshAsync());
            if (tab % 3 == 2)
            {
                // Some tabs begin when others have their answer already.
                await running[tab - 1];
            }
        }

        var responses = await Task.WhenAll(running);

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.Status));
        Assert.Equal(browser[Browser.Refresh], Assert.Single(RefreshTokensOf(responses).Distinct()));
        Assert.Equal(1, await GenerationAsync(browser));
        Assert.Equal(HttpStatusCode.OK, (await browser.RefreshAsync()).Status);
    }

    /// <summary>What is told apart is the transport: a token in the body belongs to one client, and is used up.</summary>
    [Fact]
    public async Task A_token_in_the_body_rotates_each_time()
    {
        var user = await SignedInUser.CreateAsync(replicas.NewClient());

        var next = await (await user.RefreshedAsync()).RefreshedAsync();

        Assert.Equal(
            2, await replicas.Database.ScalarAsync<int>("SELECT generation FROM sessions WHERE id = $1", next.SessionId));
    }

    [Fact]
    public async Task A_tab_that_signs_out_while_others_refresh_ends_the_session_for_all()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var browser = await Browser.SignedInAsync(replicas.NewClient());
            var copies = Enumerable.Range(0, Tabs).Select(_ => browser.Copy()).ToList();

            await Race.RunAsync(copies.Select((tab, i) =>
                (Func<Task<Response>>)(() => i == 5 ? tab.LogoutAsync() : tab.RefreshAsync())));

            Assert.True(await replicas.Database.IsRevokedAsync(browser.SessionId));
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.RefreshAsync()).Status);
        }
    }

    private IEnumerable<Func<Task<Response>>> TabsOf(Browser browser, Func<int, Browser> jarOf) =>
        Enumerable.Range(0, Tabs).Select(i =>
            (Func<Task<Response>>)(() => jarOf(i).Through(replicas.Either(browser.Client, i)).RefreshAsync()));

    private static IEnumerable<string> RefreshTokensOf(IEnumerable<Response> responses) => responses.Select(response =>
        Browser.CookiesOf(response).Single(cookie => cookie.Name == Browser.Refresh).Value);

    private Task<int> GenerationAsync(Browser browser) =>
        replicas.Database.ScalarAsync<int>("SELECT generation FROM sessions WHERE id = $1", browser.SessionId);

    private Task AgeRotationAsync(Browser browser) => replicas.Database.ExecuteAsync(
        "UPDATE sessions SET rotated_at = rotated_at - interval '11 seconds' WHERE id = $1", browser.SessionId);
}
