extern alias cli;

using System.Text;
using System.Text.Json;
using cli::SecureAuth.AdminCli;
using cli::SecureAuth.AdminCli.Output;
using Microsoft.Extensions.Configuration.Memory;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>The outcome of one run of <c>secureauth</c>.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Messages)
{
    /// <summary>The one document of <c>--output json</c>.</summary>
    public JsonElement Json => JsonElement.Parse(Output);

    public override string ToString() => $"exit {ExitCode}\n{Output}\n{Messages}";
}

/// <summary>
/// The operators' command line without a terminal. Starting a process takes longer than most commands, so they run in the process
/// of the tests, unless a test runs a <see cref="Command"/>, or has settings for the platform, such as <c>SSL_CERT_FILE</c>.
/// </summary>
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
        settings.Keys.Any(Settings.IsForPlatform)
            ? RunAsync(BuiltProgram.Cli(settings, arguments) with { Input = input })
            : HostAsync(settings, input, arguments);

    public static async Task<CliResult> RunAsync(Command command)
    {
        using var timeout = new CancellationTokenSource(Eventually.Patience);
        var run = await ChildProcess.CaptureAsync(command, timeout.Token);
        return new CliResult(run.ExitCode, run.Output, run.Error);
    }

    private static async Task<CliResult> HostAsync(
        IReadOnlyDictionary<string, string> settings, string input, string[] arguments)
    {
        using var output = new StringWriter();
        using var messages = new StringWriter();
        var host = new CommandHost
        {
            Settings = new MemoryConfigurationSource
            {
                InitialData = settings.ToDictionary(
                    s => s.Key.Replace("__", ":", StringComparison.Ordinal), string? (s) => s.Value),
            },
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Output = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(messages),

            // A signal ends the tests, not the command.
            ProcessTerminationTimeout = null,
        };
        var exitCode = await Task.Run(() => CommandTree.RunAsync(arguments, host)).WaitAsync(Eventually.Patience);
        return new CliResult(exitCode, output.ToString(), messages.ToString());
    }
}
