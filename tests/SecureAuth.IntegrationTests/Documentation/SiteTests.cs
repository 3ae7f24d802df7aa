using SecureAuth.IntegrationTests.AccountPage;

namespace SecureAuth.IntegrationTests.Documentation;

/// <summary>The site that renders the Markdown files of the repository, in a real browser.</summary>
public sealed class SiteTests(RepositorySite site, Chromium chromium) : IClassFixture<RepositorySite>, IClassFixture<Chromium>
{
    private const string Contents = "docs/README.md";

    private const string Decisions = "docs/decisions/README.md";

    [Fact]
    public async Task Every_page_fits_a_phone_and_every_link_between_pages_leads_to_a_file_and_its_heading()
    {
        await using var tab = await Tab.OpenAsync(chromium, site.Address);
        await tab.ShowAsync(360, 740, "light");
        var anchors = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        var links = new List<(string From, string Path, string Anchor)>();
        var pages = new Queue<string>([Contents, Decisions]);
        while (pages.TryDequeue(out var page))
        {
            if (anchors.ContainsKey(page))
            {
                continue;
            }

            await tab.GoAsync(site.Page(page));
            await tab.IsReadyAsync();
            Assert.NotEqual("Not a page", await tab.TextOfAsync("h1"));
            Assert.False(await tab.OverflowsAsync(), $"{page} is wider than a phone.");
            anchors[page] = [.. await tab.AttributesAsync("main [id]", "id")];
            foreach (var link in await tab.AttributesAsync("main a[href^='?'], main a[href^='#']", "href"))
            {
                var parts = link.TrimStart('?').Split('#', 2);
                var path = parts[0].Length == 0 ? page : parts[0];
                links.Add((page, path, parts.ElementAtOrDefault(1) ?? ""));
                if (path.EndsWith(".md", StringComparison.Ordinal))
                {
                    pages.Enqueue(path);
                }
            }
        }

        Assert.DoesNotContain(links, link => !Path.Exists(Path.Combine(RepositorySite.Root, link.Path)));
        var toHeadings = links.Where(link => link.Anchor.Length > 0 && anchors.ContainsKey(link.Path)).ToList();
        Assert.NotEmpty(toHeadings);
        Assert.DoesNotContain(toHeadings, link => !anchors[link.Path].Contains(link.Anchor));
    }

    [Theory]
    [InlineData(Contents, "light")]
    [InlineData("README.md", "dark")]
    [InlineData("docs/reference/configuration.md", "light")]
    [InlineData("docs/reference/error-codes.md", "dark")]
    public async Task A_page_is_accessible_in_both_colours(string page, string colours)
    {
        await using var tab = await Tab.OpenAsync(chromium, site.Address);
        await tab.ShowAsync(1440, 900, colours);
        await tab.GoAsync(site.Page(page));
        await tab.IsReadyAsync();

        Assert.Empty(await tab.ViolationsAsync());
    }

    [Fact]
    public async Task The_search_finds_a_section_and_opens_it()
    {
        await using var tab = await Tab.OpenAsync(chromium, site.Address);
        await tab.IsReadyAsync();

        await tab.PressKeyAsync("/");
        await tab.TypeAsync("rotate peppers");
        await tab.SeeAsync("Rotate keys and peppers › Peppers");
        Assert.Empty(await tab.ViolationsAsync());
        await tab.PressKeyAsync("ArrowDown");
        await tab.OpenByKeyAsync("Enter");

        await tab.SeeAsync("Wait. How many users have not signed in since");
        Assert.Contains("?docs/guides/rotate-keys.md", await tab.AddressAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_file_is_shown_as_text()
    {
        await using var tab = await Tab.OpenAsync(chromium, site.Page("SecureAuth.Api/Program.cs"));

        await tab.SeeAsync("WebApplication");
        Assert.Equal("SecureAuth.Api/Program.cs", await tab.TextOfAsync("h1"));
    }

    [Theory]
    [InlineData("https://example.com/nowhere.md")]
    [InlineData("//example.com/nowhere.md")]
    [InlineData("../nowhere.md")]
    [InlineData("javascript:alert(1).md")]
    [InlineData("%E0%A4%A.md/../../nowhere.md")]
    public async Task Nothing_outside_of_the_repository_is_shown(string path)
    {
        await using var tab = await Tab.OpenAsync(chromium, site.Page(path));

        await tab.IsReadyAsync();

        Assert.Contains(await tab.TextOfAsync("h1"), (string[])["Not a page", "Documentation"]);
        Assert.Empty(await tab.AttributesAsync("main a[href*='nowhere.md'], main a[href*='alert']", "href"));
    }
}
