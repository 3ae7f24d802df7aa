using System.Text.Json;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The outcome of one run of <c>secureauth</c>.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Messages)
{
    /// <summary>The one document of <c>--output json</c>.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    public override string ToString() => $"exit {ExitCode}\n{Output}\n{Messages}";
}

/// <summary>The operators' command line, run as a process without a terminal.</summary>
internal static class Cli
{
    /// <summary>Brings a database up to date, as its owner.</summary>
    public static Task<CliResult> MigrateAsync(Settings settings, params string[] options) =>
        SucceedAsync(settings.ForMigration(), ["migrate", .. options]);

    /// <summary>Fails unless the command succeeds; from then on its change is in force.</summary>
    public static async Task<CliResult> SucceedAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var result = await RunAsync(settings, "", arguments);
        Assert.True(result.ExitCode == 0, $"secureauth {string.Join(' ', arguments)} failed: {result}");
        return result;
    }

    public static Task<CliResult> SucceedAsync(Settings settings, params string[] arguments) =>
        SucceedAsync(settings.ForOperators(), arguments);

    public static Task<CliResult> RunAsync(Settings settings, params string[] arguments) =>
        RunAsync(settings.ForOperators(), "", arguments);

    public static Task<CliResult> RunAsync(
        IReadOnlyDictionary<string, string> settings, string input, params string[] arguments) =>
        RunAsync(BuiltProgram.Cli(settings, arguments) with { Input = input });

    public static async Task<CliResult> RunAsync(Command command)
    {
        using var timeout = new CancellationTokenSource(Eventually.Patience);
        var run = await ChildProcess.CaptureAsync(command, timeout.Token);
        return new CliResult(run.ExitCode, run.Output, run.Error);
    }
}
