using Deque.AxeCore.Commons;
using PuppeteerSharp;
using PuppeteerSharp.Input;
using SecureAuth.IntegrationTests.Stack;
using Xunit.Sdk;

namespace SecureAuth.IntegrationTests.AccountPage;

/// <summary>A tab of the browser, used through what a screen reader would find: names and roles.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private readonly IPage _page;

    private readonly List<string> _errors = [];

    private Tab(IPage page) => _page = page;

    /// <param name="chromium">The browser.</param>
    /// <param name="address">The page.</param>
    /// <param name="isCrossOrigin">Whether the page calls another origin, which allows no further header.</param>
    public static async Task<Tab> OpenAsync(Chromium chromium, Uri address, bool isCrossOrigin = false)
    {
        var tab = new Tab(await chromium.OpenAsync());
        tab.Listen();
        if (!isCrossOrigin)
        {
            // A client with an address of its own, as TestClient.
            await tab._page.SetExtraHttpHeadersAsync(new() { ["X-Forwarded-For"] = TestClient.NewAddress() });
        }

        await tab.GoAsync(address);
        return tab;
    }

    /// <summary>
    /// Opens another tab of the same browser, which has the same cookies and storage. It ends with this one.
    /// </summary>
    public async Task<Tab> OpenBesideAsync(Uri address)
    {
        var tab = new Tab(await _page.BrowserContext.NewPageAsync());
        await tab._page.SetExtraHttpHeadersAsync(new() { ["X-Forwarded-For"] = TestClient.NewAddress() });
        await tab.GoAsync(address);
        return tab;
    }

    public Task GoAsync(Uri address) => _page.GoToAsync(address.ToString());

    /// <summary>Goes back within the page.</summary>
    public Task GoBackAsync() => _page.EvaluateExpressionAsync("history.back()");

    /// <summary>Uses the link for the keyboard, and waits for what the page might do then.</summary>
    public Task SkipToContentAsync() => _page.EvaluateExpressionAsync(
        """
        document.querySelector('.skip-link').click();
        new Promise(done => requestAnimationFrame(() => setTimeout(done)));
        """);

    public Task ReloadAsync() => _page.ReloadAsync();

    public async Task FillAsync(string field, string value, string role = "textbox")
    {
        var input = await FindAsync(role, field);
        await input.ClickAsync(new ClickOptions { Count = 3 });
        await _page.Keyboard.PressAsync("Backspace");
        await input.TypeAsync(value);
    }

    public async Task ChooseAsync(string field, string option) => await (await FindAsync("combobox", field)).SelectAsync(option);

    public async Task PressAsync(string button) => await (await FindAsync("button", button)).ClickAsync();

    public async Task FollowAsync(string link) => await (await FindAsync("link", link)).ClickAsync();

    /// <summary>Types on the keyboard, to whatever has the focus.</summary>
    public Task TypeAsync(string text) => _page.Keyboard.TypeAsync(text);

    public Task PressKeyAsync(string key) => _page.Keyboard.PressAsync(key);

    /// <summary>Presses a key that leads to another page, and waits for that.</summary>
    public Task OpenByKeyAsync(string key) => Task.WhenAll(_page.WaitForNavigationAsync(), _page.Keyboard.PressAsync(key));

    public async Task SeeAsync(string text)
    {
        var seen = "";
        try
        {
            await Eventually.IsTrueAsync(
                async () => (seen = await TextAsync()).Contains(text, StringComparison.Ordinal), $"the page says: {text}");
        }
        catch (TrueException)
        {
            Assert.Fail($"The page does not say '{text}' but: {seen}");
        }
    }

    /// <summary>Moves the page's clock a quarter of an hour ahead, so that it gets a new access token at the next call.</summary>
    public Task ExpireTokenAsync() => _page.EvaluateExpressionAsync(
        "{ const now = performance.now.bind(performance); performance.now = () => now() + 900_000; }");

    /// <summary>Waits until the present view has been loaded.</summary>
    public Task IsReadyAsync() => Eventually.IsTrueAsync(
        () => _page.EvaluateExpressionAsync<bool>("!!document.querySelector('main:not([aria-busy]) h1')"), "the view is there");

    public Task<string> TextAsync() => _page.EvaluateExpressionAsync<string>("document.body.innerText");

    public async Task<string> TextOfAsync(string selector) =>
        await _page.EvaluateFunctionAsync<string>("selector => document.querySelector(selector).innerText", selector);

    public Task<string> FocusedAsync() =>
        _page.EvaluateExpressionAsync<string>("document.activeElement.name ?? document.activeElement.innerText");

    public Task<string> ValueAsync(string field) =>
        _page.EvaluateFunctionAsync<string>("field => document.getElementsByName(field)[0].value", field);

    public Task<string> TitleAsync() => _page.EvaluateExpressionAsync<string>("document.title");

    /// <summary>An attribute of each element that the selector finds.</summary>
    public Task<string[]> AttributesAsync(string selector, string attribute) => _page.EvaluateFunctionAsync<string[]>(
        "(selector, attribute) => [...document.querySelectorAll(selector)].map(found => found.getAttribute(attribute))",
        selector, attribute);

    /// <summary>A computed style of an element, or of a part such as <c>::before</c>.</summary>
    public Task<string> StyleAsync(string selector, string part, string property) => _page.EvaluateFunctionAsync<string>(
        "(selector, part, property) => getComputedStyle(document.querySelector(selector), part)[property]",
        selector, part, property);

    /// <summary>The distance of an element from the top, and its width.</summary>
    public Task<string> PlaceAsync(string selector) => _page.EvaluateFunctionAsync<string>(
        """
        selector => {
          const { top, width } = document.querySelector(selector).getBoundingClientRect();
          return `${top + scrollY} ${width}`;
        }
        """,
        selector);

    /// <summary>Lets the API give no answer until <see cref="ReleaseAnswersAsync"/>.</summary>
    public Task HoldAnswersAsync() => _page.EvaluateExpressionAsync(
        """
        {
          const real = window.fetch;
          const gate = new Promise(open => { window.release = () => { window.fetch = real; open(); }; });
          window.fetch = async (...request) => { await gate; return real(...request); };
        }
        """);

    /// <summary>Lets calls of this path fail, as without a network.</summary>
    public Task BreakAsync(string path) => _page.EvaluateFunctionAsync(
        """
        path => {
          const real = window.fetch;
          window.fetch = (address, ...rest) => address.endsWith(path) ? Promise.reject(new TypeError()) : real(address, ...rest);
        }
        """,
        path);

    public Task ReleaseAnswersAsync() => _page.EvaluateExpressionAsync("release()");

    /// <summary>Lets the page write to the clipboard, and the test read it.</summary>
    public async Task AllowClipboardAsync(Uri origin)
    {
        var session = await _page.CreateCDPSessionAsync();
        await session.SendAsync("Browser.grantPermissions", new
        {
            origin = origin.GetLeftPart(UriPartial.Authority),
            browserContextId = _page.BrowserContext.Id,
            permissions = new[] { "clipboardReadWrite", "clipboardSanitizedWrite" },
        });
    }

    public async Task<string> ClipboardAsync()
    {
        await _page.BringToFrontAsync();
        return await _page.EvaluateExpressionAsync<string>("navigator.clipboard.readText()");
    }

    /// <summary>A headless browser has no dialog for printing, so the page's call of it is counted.</summary>
    public Task CountPrintsAsync() =>
        _page.EvaluateExpressionAsync("window.prints = 0; window.print = () => { window.prints++; };");

    public Task<int> PrintsAsync() => _page.EvaluateExpressionAsync<int>("prints");

    /// <summary>Lets downloads become files of a folder.</summary>
    public async Task DownloadToAsync(string folder)
    {
        var session = await _page.CreateCDPSessionAsync();
        await session.SendAsync("Page.setDownloadBehavior", new { behavior = "allow", downloadPath = folder });
    }

    public Task<string> AddressAsync() => _page.EvaluateExpressionAsync<string>("location.href");

    /// <summary>Everything that the page has stored, apart from its memory.</summary>
    public Task<string> StoredAsync() => _page.EvaluateExpressionAsync<string>(
        "JSON.stringify({ ...localStorage, ...sessionStorage, cookie: document.cookie })");

    /// <summary>Adds an authenticator that verifies its user at once.</summary>
    public async Task AddAuthenticatorAsync()
    {
        var session = await _page.CreateCDPSessionAsync();
        await session.SendAsync("WebAuthn.enable", new { enableUI = false });
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", new
        {
            options = new
            {
                protocol = "ctap2",
                transport = "internal",
                hasResidentKey = true,
                hasUserVerification = true,
                isUserVerified = true,
                automaticPresenceSimulation = true,
            },
        });
    }

    /// <summary>
    /// Makes the browser one that offers no passkey by itself. The authenticator answers at once, so otherwise the offer would
    /// sign in before anything else can be tried.
    /// </summary>
    public Task OfferNothingAsync() => _page.EvaluateExpressionAsync(
        "{ PublicKeyCredential.isConditionalMediationAvailable = async () => false; }");

    public Task ShowAsync(int width, int height, string colours, string motion = "no-preference") => Task.WhenAll(
        _page.SetViewportAsync(new ViewPortOptions { Width = width, Height = height }),
        _page.EmulateMediaFeaturesAsync([
            new() { MediaFeature = PuppeteerSharp.MediaFeature.PrefersColorScheme, Value = colours },
            new() { MediaFeature = PuppeteerSharp.MediaFeature.PrefersReducedMotion, Value = motion },
        ]));

    /// <summary>Whether something is wider than the window.</summary>
    public Task<bool> OverflowsAsync() => _page.EvaluateExpressionAsync<bool>(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth");

    /// <summary>The violations that axe finds.</summary>
    public async Task<string[]> ViolationsAsync()
    {
        await _page.EvaluateExpressionAsync(Axe);
        return await _page.EvaluateFunctionAsync<string[]>(
            "async () => (await axe.run(document)).violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.html))");
    }

    public async ValueTask DisposeAsync()
    {
        await _page.BrowserContext.CloseAsync();
        Assert.True(_errors is [], string.Join(Environment.NewLine, _errors));
    }

    /// <summary>A tab behind another one is not drawn, and has nothing to find.</summary>
    private async Task<IElementHandle> FindAsync(string role, string name)
    {
        await _page.BringToFrontAsync();
        await IsReadyAsync();
        IElementHandle? found = null;
        await Eventually.IsTrueAsync(
            async () => (found = await _page.QuerySelectorAsync($"aria/{name}[role=\"{role}\"]")) is not null,
            $"there is a {role} '{name}' in: {await TextAsync()}");
        return found!;
    }

    /// <summary>Errors of scripts and violations of the content policy. Refused requests belong to the tests.</summary>
    private void Listen()
    {
        _page.PageError += (_, error) => _errors.Add(error.Message);
        _page.Console += (_, message) =>
        {
            if (message.Message.Type == ConsoleType.Error
                && !message.Message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _errors.Add(message.Message.Text);
            }
        };
    }
}
