using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.WellKnown;

public sealed class HealthTests(TestSystem system)
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task A_probe_is_answered_with_one_word_and_is_never_limited(string path)
    {
        var response = await system.NewClient().GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("Healthy", response.Body);
        Assert.Null(response.Header("RateLimit"));
        Assert.Contains("no-store", response.Header("Cache-Control"), StringComparison.Ordinal);
    }
}
