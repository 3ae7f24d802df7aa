using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

/// <summary>After SIGKILL the runner cannot clean up, and no process may be left behind all the same.</summary>
public sealed class KilledTests(UsedFolder used)
{
    [Fact]
    public async Task A_runner_killed_during_initdb_starts_again()
    {
        var folder = RunnerProcess.NewFolder();
        await using (var killed = RunnerProcess.Start(folder))
        {
            await Eventually.IsTrueAsync(
                () => Directory.Exists(Path.Combine(folder, "postgres", "data.new", "base")), () => "initdb at work");
            killed.Kill();
            await killed.ExitCodeAsync();
        }

        await using var again = await RunnerProcess.StartReadyAsync(folder);
    }

    [Theory]
    [InlineData("starting PostgreSQL")]
    [InlineData("ready to accept connections")]
    [InlineData("api      |")]
    public async Task A_runner_killed_during_its_start_starts_again(string moment)
    {
        var folder = RunnerProcess.NewFolder();
        await using (var killed = RunnerProcess.Start(folder))
        {
            await killed.SaysAsync(moment);
            killed.Kill();
            await killed.ExitCodeAsync();
        }

        await using var again = await RunnerProcess.StartReadyAsync(folder);
    }

    [Fact]
    public async Task An_orphaned_server_is_stopped_and_its_data_is_reused()
    {
        var folder = await used.CopyAsync();

        // No runner knows of this server, as if its runner had been killed.
        await using var orphan = await PostgresServer.StartAsync(
            new PostgresServerOptions { Folder = Path.Combine(folder, "postgres"), OwnerPassword = "unused" },
            TestContext.Current.CancellationToken);
        await using var again = await RunnerProcess.StartReadyAsync(folder);

        Assert.Contains(
            $"stopping process {orphan.ProcessId}, which an earlier run left behind", again.Output, StringComparison.Ordinal);
        Assert.True(orphan.Exited.IsCompleted);
    }
}
