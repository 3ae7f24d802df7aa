using PuppeteerSharp;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AccountPage;

/// <summary>A headless Chromium. The tests are skipped if none is installed.</summary>
public sealed class Chromium : OptionalFixture
{
    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome"];

    private IBrowser? _browser;

    private protected override async Task StartAsync()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Programs.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "Chromium is not installed. Debian: apt install chromium.");
        _browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = program,
            Headless = true,

            // Chromium has no sandbox for root, and only the pages of these tests are opened.
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
    }

    public override async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }
    }

    /// <summary>Opens a tab that shares neither cookies nor storage with others.</summary>
    public async Task<IPage> OpenAsync()
    {
        var context = await Started(_browser).CreateBrowserContextAsync();
        return await context.NewPageAsync();
    }
}
