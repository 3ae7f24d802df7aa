namespace SecureAuth.AppHost.Tests.Aspire;

/// <summary>The published .env file with the values of the Compose file.</summary>
public sealed class EnvFileTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>There is no mail server that would suit everybody.</summary>
    private static readonly string[] Optional = ["MAIL_FROM", "SMTP_HOST", "SMTP_PASSWORD", "SMTP_USER"];

    [Fact]
    public async Task Every_variable_of_the_Compose_file_has_a_value_and_there_is_no_other()
    {
        using var folder = await PublishedFolder.CreateAsync();

        var compose = (await folder.ReadAsync("docker-compose.yaml")).Replace("$$", "", StringComparison.Ordinal);
        var asked = compose.Split("${").Skip(1).Select(text => text[..text.IndexOf('}', StringComparison.Ordinal)]).ToHashSet();
        var settings = await folder.SettingsAsync();
        Assert.Equal(asked.Order(), settings.Keys.Order());
        Assert.Equal(Optional, settings.Where(setting => setting.Value.Length == 0).Select(setting => setting.Key).Order());
        Assert.Equal("Optional", settings["EMAIL_VERIFICATION"]);
        Assert.Equal(32, Convert.FromBase64String(settings["PEPPER"]).Length);
        Assert.Equal(32, Convert.FromBase64String(settings["MASTER_KEY"]).Length);
        Assert.StartsWith("https://", settings["PUBLIC_ORIGIN"], StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", settings["LISTEN_ADDRESS"]);
    }

    [Fact]
    public async Task The_Compose_file_holds_no_secret()
    {
        using var folder = await PublishedFolder.CreateAsync();

        var compose = await folder.ReadAsync("docker-compose.yaml");
        var settings = await folder.SettingsAsync();
        Assert.All(
            settings.Where(setting => setting.Value.Length >= 32),
            secret => Assert.DoesNotContain(secret.Value, compose, StringComparison.Ordinal));
        Assert.Equal(7, settings.Count(setting => setting.Value.Length >= 32));
    }

    [Fact]
    public async Task Only_the_owner_reads_the_env_files()
    {
        using var folder = await PublishedFolder.CreateAsync();
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(folder.Path, ".env")));

        // The deployment writes this file later, and keeps its mode.
        var production = Path.Combine(folder.Path, ".env.Production");
        await folder.RunStepAsync("private-env-file-of-environment");
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(production));

        File.SetUnixFileMode(production, OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await folder.RunStepAsync("publish");
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(production));
    }

    [Fact]
    public async Task Publishing_again_keeps_the_secrets()
    {
        using var folder = await PublishedFolder.CreateAsync();
        var first = await folder.ReadAsync(".env");

        folder.EmptyHome();
        await folder.RunStepAsync("publish");

        Assert.Equal(first, await folder.ReadAsync(".env"));
    }
}
