namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>
/// The output of <c>--operation publish --step publish</c>. The home folder is a temporary one, since Aspire also keeps the
/// values of a publish there.
/// </summary>
internal sealed class PublishedFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("secureauth-publish-").FullName;

    public string Path => In("out");

    public static async Task<PublishedFolder> CreateAsync(params string[] args)
    {
        var folder = new PublishedFolder();
        folder.EmptyHome();
        await folder.RunStepAsync("publish", args);
        return folder;
    }

    /// <summary>The next publish finds nothing in the home folder, as on another machine.</summary>
    public void EmptyHome()
    {
        var home = new DirectoryInfo(In("home"));
        if (home.Exists)
        {
            home.Delete(recursive: true);
        }

        // If the home folder does not exist, Aspire uses the current one.
        home.Create();
    }

    public async Task RunStepAsync(string step, params string[] args)
    {
        var result = await AppHostProcess.RunAsync(
            "AppHost",
            ["--operation", "publish", "--step", step, "--output-path", Path, .. args],
            new() { ["HOME"] = In("home") });
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
    }

    public Task<string> ReadAsync(string file) =>
        File.ReadAllTextAsync(System.IO.Path.Combine(Path, file), TestContext.Current.CancellationToken);

    /// <summary>The settings of the .env file.</summary>
    public async Task<Dictionary<string, string>> SettingsAsync() =>
        (await ReadAsync(".env")).Split('\n')
            .Where(line => line.Contains('=', StringComparison.Ordinal) && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .ToDictionary(parts => parts[0], parts => parts[1]);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string In(string name) => System.IO.Path.Combine(_root, name);
}
