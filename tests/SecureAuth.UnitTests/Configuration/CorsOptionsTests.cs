using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.UnitTests.Configuration;

public sealed class CorsOptionsTests
{
    [Theory]
    [InlineData("https://app.example.com")]
    [InlineData("https://app.example.com:8443")]
    [InlineData("https://xn--bcher-kva.example")]
    public void An_https_origin_is_allowed_everywhere(string origin) => Assert.True(IsAllowed(origin, Environments.Production));

    [Theory]
    [InlineData("http://localhost:3000")]
    [InlineData("http://app.example.com")]
    public void An_http_origin_is_allowed_in_Development_alone(string origin)
    {
        Assert.True(IsAllowed(origin, Environments.Development));
        Assert.False(IsAllowed(origin, Environments.Staging));
        Assert.False(IsAllowed(origin, Environments.Production));
    }

    private static bool IsAllowed(string origin, string environment)
    {
        var options = new CorsOptions { Origins = { origin } };
        return new CorsOptions.Validator(new HostingEnvironment { EnvironmentName = environment })
            .Validate(name: null, options).Succeeded;
    }
}
