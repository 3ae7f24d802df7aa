using System.Net;
using System.Text.RegularExpressions;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Documentation;

public sealed partial class DocumentationPagesTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Theory]
    [InlineData("/api/v1/docs")]
    [InlineData("/api/v1/redoc")]
    public async Task A_page_loads_everything_from_the_application_itself(string path)
    {
        var page = await _client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("text/html", page.ContentType);
        Assert.DoesNotMatch("(?i)(https?:)?//[a-z]", page.Body);
        var references = Reference().Matches(page.Body).Select(match => match.Groups[1].Value).Where(r => r != "data:,").ToList();
        Assert.NotEmpty(references);
        foreach (var reference in references)
        {
            Assert.StartsWith("/api/v1/", reference, StringComparison.Ordinal);
            var asset = await _client.GetAsync(reference);
            Assert.Equal(HttpStatusCode.OK, asset.Status);
            Assert.NotEmpty(asset.Body);
        }
    }

    [Theory]
    [InlineData("/api/v1/docs")]
    [InlineData("/api/v1/redoc")]
    public async Task The_content_security_policy_allows_no_foreign_and_no_inline_content(string path)
    {
        var policy = (await _client.GetAsync(path)).Header("Content-Security-Policy")!;

        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
    }

    [GeneratedRegex("""(?:src|href)="([^"]+)""")]
    private static partial Regex Reference();
}
