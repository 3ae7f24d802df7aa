using System.Text.Json;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>What a run of <c>secureauth</c> came to.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Messages)
{
    /// <summary>The one document of <c>--output json</c>.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    public override string ToString() => $"exit {ExitCode}\n{Output}\n{Messages}";
}

/// <summary>The operators' command line, as a process without a terminal.</summary>
internal static class Operators
{
    /// <summary>Brings a database up to date, as its owner.</summary>
    public static async Task<ToolResult> MigrateAsync(Settings settings, params string[] more)
    {
        var result = await RunAsync(settings.ForMigration(), "", ["migrate", .. more]);
        Assert.True(result.ExitCode == 0, $"secureauth migrate has failed: {result}");
        return result;
    }

    public static Task<ToolResult> RunAsync(Settings settings, params string[] arguments) =>
        RunAsync(settings.ForOperators(), "", arguments);

    public static Task<ToolResult> RunAsync(
        IReadOnlyDictionary<string, string> settings, string input, params string[] arguments) =>
        RunAsync(BuiltProgram.OperatorsTool(settings, arguments) with { Input = input });

    public static async Task<ToolResult> RunAsync(Command command)
    {
        using var timeout = new CancellationTokenSource(Eventually.Patience);
        var run = await ChildProcess.CaptureAsync(command, timeout.Token);
        return new ToolResult(run.ExitCode, run.Output, run.Error);
    }
}
