using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

public sealed class StopTests(UsedFolder used)
{
    private const int Interrupt = 2;

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Signals.Terminate)]
    public async Task A_stop_leaves_no_process_and_frees_the_port(int signal)
    {
        var folder = await used.CopyAsync();
        await using var runner = await RunnerProcess.StartReadyAsync(folder);
        Assert.NotEmpty(RunnerProcess.ProcessesOf(folder));
        Assert.False(FreePort.IsFree(runner.Port));

        runner.Signal(signal);

        Assert.Equal(0, await runner.ExitCodeAsync());
        Assert.Empty(RunnerProcess.ProcessesOf(folder));
        Assert.True(FreePort.IsFree(runner.Port));
        Assert.Contains("database system is shut down", runner.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("local flavour")]
    [InlineData("starting PostgreSQL")]
    [InlineData("ready to accept connections")]
    [InlineData("api      |")]
    public async Task A_stop_during_the_start_leaves_no_process(string moment)
    {
        var folder = RunnerProcess.NewFolder();
        await using var runner = RunnerProcess.Start(folder);
        await runner.SaysAsync(moment);

        runner.Signal(Interrupt);

        Assert.Equal(0, await runner.ExitCodeAsync());
        Assert.Empty(RunnerProcess.ProcessesOf(folder));
        Assert.DoesNotContain("is ready. Ctrl+C", runner.Output, StringComparison.Ordinal);
    }
}
