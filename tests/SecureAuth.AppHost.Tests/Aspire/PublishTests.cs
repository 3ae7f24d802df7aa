using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>The output of <c>--operation publish --step publish</c>.</summary>
public sealed class PublishTests
{
    [Fact]
    public async Task Every_variable_of_the_Compose_file_has_a_value()
    {
        var folder = Directory.CreateTempSubdirectory("secureauth-publish-").FullName;
        await PublishAsync(folder);

        var compose = await ReadAsync(folder, "docker-compose.yaml");
        var settings = await SettingsAsync(folder);
        var asked = compose.Split("${").Skip(1).Select(text => text[..text.IndexOf('}', StringComparison.Ordinal)]).ToHashSet();
        Assert.Contains("PEPPER", asked);
        Assert.Contains("MASTER_KEY", asked);
        Assert.Contains("PUBLIC_ORIGIN", asked);
        Assert.All(asked, name => Assert.NotEqual("", settings[name]));
        Assert.Equal(32, Convert.FromBase64String(settings["PEPPER"]).Length);
        Assert.Equal(32, Convert.FromBase64String(settings["MASTER_KEY"]).Length);
        Assert.StartsWith("https://", settings["PUBLIC_ORIGIN"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_Compose_file_holds_no_secret_and_only_the_owner_reads_the_values()
    {
        var folder = Directory.CreateTempSubdirectory("secureauth-publish-").FullName;
        await PublishAsync(folder);

        var compose = await ReadAsync(folder, "docker-compose.yaml");
        var settings = await SettingsAsync(folder);
        Assert.DoesNotContain(settings["POSTGRES_PASSWORD"], compose, StringComparison.Ordinal);
        Assert.DoesNotContain(settings["PEPPER"], compose, StringComparison.Ordinal);
        Assert.DoesNotContain(settings["MASTER_KEY"], compose, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, ".env")));
        }
    }

    [Fact]
    public async Task Publishing_again_keeps_the_secrets()
    {
        var folder = Directory.CreateTempSubdirectory("secureauth-publish-").FullName;
        await PublishAsync(folder);
        var first = await ReadAsync(folder, ".env");

        await PublishAsync(folder);

        Assert.Equal(first, await ReadAsync(folder, ".env"));
    }

    private static async Task PublishAsync(string folder)
    {
        var metadata = typeof(PublishTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>();
        var assembly = metadata.First(entry => entry.Key == "AppHost").Value!;
        var dotnet = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet");
        using var process = Process.Start(
            new ProcessStartInfo(dotnet, [assembly, "--operation", "publish", "--step", "publish", "--output-path", folder])
            {
                RedirectStandardOutput = true,
            })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
    }

    private static async Task<Dictionary<string, string>> SettingsAsync(string folder) =>
        (await ReadAsync(folder, ".env")).Split('\n')
            .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);

    private static Task<string> ReadAsync(string folder, string file) =>
        File.ReadAllTextAsync(Path.Combine(folder, file), TestContext.Current.CancellationToken);
}
