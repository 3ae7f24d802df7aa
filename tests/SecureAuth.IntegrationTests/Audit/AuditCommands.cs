using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Audit;

/// <summary>The commands about seals, and what they print.</summary>
internal static class AuditCommands
{
    public static Task<CliResult> VerifyAsync(this OwnDatabase own, params string[] more) =>
        Cli.RunAsync(own.Settings, ["audit", "verify", "--output", "json", .. more]);

    public static async Task<JsonElement> IsIntactAsync(this OwnDatabase own, params string[] more)
    {
        var result = await own.VerifyAsync(more);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.True(result.Json.GetProperty("intact").GetBoolean());
        return result.Json;
    }

    /// <summary>The first finding of a verification that must fail.</summary>
    public static async Task<JsonElement> FindAsync(this OwnDatabase own, params string[] more)
    {
        var result = await own.VerifyAsync(more);
        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.False(result.Json.GetProperty("intact").GetBoolean());
        return result.Json.GetProperty("findings")[0];
    }

    public static async Task<string> LastSealAsync(this OwnDatabase own) =>
        (await Cli.SucceedAsync(own.Settings.ForOperators(), "audit", "seal", "--output", "json")).Json
            .GetProperty("seal").GetString()!;

    /// <summary>Waits until an instance of the API has sealed all rows.</summary>
    public static Task IsSealedAsync(this Database database) => Eventually.IsTrueAsync(
        async () => await database.ScalarAsync<bool>(
            "SELECT (SELECT max(to_id) FROM audit_seals) = (SELECT max(id) FROM audit_events)"),
        "all rows are sealed");

    public static string Kind(this JsonElement finding) => finding.GetProperty("kind").GetString()!;

    public static long Id(this JsonElement finding) => finding.GetProperty("id").GetInt64();
}
