using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using SecureAuth.Core.Configuration.Api;

namespace SecureAuth.UnitTests.Shutdown;

public class ShutdownOptionsTests
{
    [Theory]
    [InlineData("Production", 3)]
    [InlineData("Staging", 3)]
    [InlineData("Development", 0)]
    public void The_delay_is_three_seconds_outside_Development(string environment, int seconds)
    {
        var options = new ShutdownOptions();

        new ShutdownOptions.Defaults(new Environment(environment)).PostConfigure(null, options);

        Assert.Equal(TimeSpan.FromSeconds(seconds), options.Delay);
    }

    private sealed class Environment(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = "/";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
