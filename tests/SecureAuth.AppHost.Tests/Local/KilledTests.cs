using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

/// <summary>SIGKILL: the runner can do nothing any more, and still nothing may be left behind.</summary>
public sealed class KilledTests
{
    [Fact]
    public async Task Killed_while_it_runs_it_leaves_no_orphan_and_starts_again()
    {
        var folder = RunnerProcess.NewFolder();
        await using (var killed = await RunnerProcess.StartReadyAsync(folder))
        {
            killed.Kill();
            await killed.ExitCodeAsync();
        }

        await Eventually.IsTrueAsync(
            () => RunnerProcess.ProcessesOf(folder).Length == 0,
            () => $"the end of {string.Join(", ", RunnerProcess.ProcessesOf(folder))}");
        await using var again = await RunnerProcess.StartReadyAsync(folder);
    }

    [Fact]
    public async Task Killed_while_the_database_is_made_it_starts_again()
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
    public async Task Killed_in_the_middle_of_the_start_it_starts_again_at_once(string moment)
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
    public async Task A_server_that_was_left_behind_is_stopped_and_its_data_taken_over()
    {
        var folder = RunnerProcess.NewFolder();
        await using (await RunnerProcess.StartReadyAsync(folder))
        {
        }

        // Nobody but the caller knows of this server, as of one whose runner was killed.
        await using var orphan = await PostgresServer.StartAsync(
            new PostgresServerOptions { Folder = Path.Combine(folder, "postgres"), OwnerPassword = "unused" },
            TestContext.Current.CancellationToken);
        await using var again = await RunnerProcess.StartReadyAsync(folder);

        Assert.Contains(
            $"stopping process {orphan.ProcessId}, which an earlier run left behind", again.Output, StringComparison.Ordinal);
        Assert.True(orphan.Exited.IsCompleted);
    }
}
