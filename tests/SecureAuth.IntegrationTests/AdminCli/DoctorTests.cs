using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

public sealed class DoctorTests(TestSystem system)
{
    [Fact]
    public async Task A_sound_installation_is_healthy()
    {
        var result = await Cli.RunAsync(system.Settings, "doctor", "--output", "json");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.True(result.Json.GetProperty("healthy").GetBoolean());
        Assert.All(Checks(result), check => Assert.True(IsOk(check), check.ToString()));
    }

    [Fact]
    public async Task Every_check_is_reported_whatever_the_others_found()
    {
        var settings = system.Settings.ForOperators();
        settings["ConnectionStrings__redis"] = "127.0.0.1:1";
        var result = await Cli.RunAsync(settings, "", "doctor");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("wrong    redis: Redis cannot be reached", result.Output, StringComparison.Ordinal);
        Assert.Contains("ok       signing keys: ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_master_key_is_reported()
    {
        var settings = system.Settings.ForOperators();
        settings["Keys__Master__0"] = Settings.NewKey();
        var result = await Cli.RunAsync(settings, "", "doctor", "--output", "json");
        Assert.Equal(1, result.ExitCode);
        var keys = Assert.Single(Checks(result), check => check.GetProperty("check").GetString() == "master keys");
        Assert.Equal("wrong", keys.GetProperty("status").GetString());
        Assert.Contains("not configured", keys.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_API_role_with_excessive_rights_is_a_warning()
    {
        var settings = system.Settings.ForOperators();
        settings["ConnectionStrings__secureauth"] = system.Settings.ForMigration()["ConnectionStrings__migrations"];
        var result = await Cli.RunAsync(settings, "", "doctor");
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("warning  api role: ", result.Output, StringComparison.Ordinal);
    }

    private static IEnumerable<JsonElement> Checks(CliResult result) => result.Json.GetProperty("checks").EnumerateArray();

    /// <summary>A busy machine may read the clock too slowly, which says nothing about the installation.</summary>
    private static bool IsOk(JsonElement check) => check.GetProperty("status").GetString() == "ok"
        || check.GetProperty("detail").GetString() == "reading it took too long: run secureauth doctor again";
}
