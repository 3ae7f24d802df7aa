using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary>A command that runs until Ctrl+C.</summary>
internal sealed class RunningCommand : IAsyncDisposable
{
    private const int Interrupt = 2;

    private readonly ChildProcess _process;

    private RunningCommand(ChildProcess process, LogLines lines)
    {
        _process = process;
        Lines = lines;
    }

    /// <summary>What it has written to standard output and standard error.</summary>
    public LogLines Lines { get; }

    public IReadOnlyList<JsonElement> Documents => [.. Lines.Records];

    public static async Task<RunningCommand> StartAsync(IReadOnlyDictionary<string, string> settings, params string[] arguments)
    {
        var lines = new LogLines();
        return new RunningCommand(await ChildProcess.StartAsync(BuiltProgram.Cli(settings, arguments), lines.Add), lines);
    }

    public async Task ShowsAsync(Func<JsonElement, bool> document, string expected) => await Eventually.IsTrueAsync(
        () => _process.Exited.IsCompleted ? throw new InvalidOperationException($"It ended: {Lines}") : Documents.Any(document),
        $"{expected} is shown; so far: {Lines}");

    /// <summary>Sends what Ctrl+C sends.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> InterruptAsync()
    {
        Signals.Send(_process.Id, Interrupt);
        var code = await _process.Exited.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken);
        await _process.DrainAsync();
        return code;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
