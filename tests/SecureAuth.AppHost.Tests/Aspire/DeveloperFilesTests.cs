using System.Reflection;
using System.Text.Json;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>The files that <c>dotnet run</c>, an IDE and Aspire's command line read.</summary>
public sealed class DeveloperFilesTests
{
    private static readonly string AppHost = Path.GetFullPath(Path.Combine(
        typeof(DeveloperFilesTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .First(entry => entry.Key == "AppHost").Value!,
        "..", "..", "..", "..", ".."));

    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public void A_launch_profile_opens_the_dashboard(string scheme)
    {
        var profile = Read("Properties", "launchSettings.json").GetProperty("profiles").GetProperty(scheme);
        var settings = profile.GetProperty("environmentVariables");

        Assert.True(profile.GetProperty("launchBrowser").GetBoolean());
        Assert.Equal("Development", settings.GetProperty("DOTNET_ENVIRONMENT").GetString());
        Assert.All(
            (string[])
            [
                profile.GetProperty("applicationUrl").GetString()!.Split(';')[0],
                settings.GetProperty("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL").GetString()!,
                settings.GetProperty("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL").GetString()!,
            ],
            url => Assert.StartsWith($"{scheme}://localhost:", url, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_trusted_certificate_the_first_profile_still_works()
    {
        Assert.Equal("http", Read("Properties", "launchSettings.json").GetProperty("profiles").EnumerateObject().First().Name);
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore")]
    [InlineData("System.Net.Http.HttpClient")]
    [InlineData("Aspire.Hosting.Dcp")]
    [InlineData("Aspire.Hosting.Docker")]
    public void The_log_is_free_of_the_noise_of_Aspire(string category)
    {
        var levels = Read("appsettings.json").GetProperty("Logging").GetProperty("LogLevel");

        Assert.Equal("Warning", levels.GetProperty(category).GetString());
    }

    [Fact]
    public void The_command_line_of_Aspire_finds_the_AppHost()
    {
        var path = Read("..", "aspire.config.json").GetProperty("appHost").GetProperty("path").GetString()!;

        Assert.Equal(
            Path.Combine(AppHost, "SecureAuth.AppHost.csproj"), Path.GetFullPath(Path.Combine(AppHost, "..", path)));
    }

    private static JsonElement Read(params string[] path) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine([AppHost, .. path]))).RootElement;
}
