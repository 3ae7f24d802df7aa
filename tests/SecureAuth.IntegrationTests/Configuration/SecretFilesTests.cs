using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Configuration;

/// <summary>The API and the command line get their secrets from files, as in a container.</summary>
public sealed class SecretFilesTests(TestSystem system) : IDisposable
{
    private static readonly string[] Secrets =
    [
        "ConnectionStrings__secureauth", "ConnectionStrings__operator", "ConnectionStrings__redis", "Keys__Master__0",
        "Passwords__Peppers__0",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("secrets").FullName;

    [Fact]
    public async Task The_API_reads_its_secrets_from_files()
    {
        await using var api = await HostedApi.StartAsync(InFiles(system.Settings.ForApi()));

        var user = NewUser.Create();
        var client = new TestClient(api);
        await client.RegisterAsync(user);
        Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(user)).Status);

        // The shared instance has the same secrets, so its pepper and keys fit.
        Assert.Equal(HttpStatusCode.OK, (await new TestClient(system.Api).LoginAsync(user)).Status);
    }

    [Fact]
    public async Task The_operators_tool_reads_its_secrets_from_files()
    {
        var result = await Cli.RunAsync(InFiles(system.Settings.ForOperators()), "", "users", "list", "--limit", "1");

        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public async Task A_missing_file_is_one_line_for_the_API_and_for_the_operators_tool()
    {
        const string Key = "Keys__Master__0__File";
        var settings = system.Settings.ForApi((Key, Path.Combine(_folder, "missing")));
        settings.Remove("Keys__Master__0");

        var (exitCode, lines) = await ApiProcess.RefuseAsync(settings);
        var result = await Cli.RunAsync(settings, "", "doctor");

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"{Key} does not name a file", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"error: {Key} does not name a file", result.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Dictionary<string, string> InFiles(Dictionary<string, string> settings)
    {
        foreach (var key in Secrets.Where(settings.ContainsKey))
        {
            var path = Path.Combine(_folder, key);
            File.WriteAllText(path, settings[key] + "\n");
            settings.Remove(key);
            settings[$"{key}__File"] = path;
        }

        return settings;
    }
}
