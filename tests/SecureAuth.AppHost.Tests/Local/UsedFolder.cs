using SecureAuth.AppHost.Tests.Local;
using SecureAuth.LocalServers;

[assembly: AssemblyFixture(typeof(UsedFolder))]

namespace SecureAuth.AppHost.Tests.Local;

/// <summary>
/// The folder of a system that was started, got one account and was stopped. A start on a copy of it is faster than a first
/// start.
/// </summary>
public sealed class UsedFolder : IAsyncLifetime
{
    public const string Email = "mara@example.org";

    private readonly string _folder = RunnerProcess.NewFolder();

    /// <summary>Everything that the runner wrote.</summary>
    internal string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await using var runner = await RunnerProcess.StartReadyAsync(_folder);
        await runner.RegisterAsync(Email);
        runner.Signal(Signals.Terminate);
        Assert.Equal(0, await runner.ExitCodeAsync());
        Output = runner.Output;
    }

    /// <summary>A copy with its owners and modes.</summary>
    internal async Task<string> CopyAsync()
    {
        var copy = RunnerProcess.NewFolder();
        var exitCode = await ChildProcess.RunAsync(
            new Command("cp", "-a", Path.Combine(_folder, "."), copy), _ => { }, TestContext.Current.CancellationToken);
        Assert.Equal(0, exitCode);
        return copy;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
