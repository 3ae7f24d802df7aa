using SecureAuth.AppHost.Local.Servers;

namespace SecureAuth.AppHost.Tests.Local;

/// <summary>SIGKILL: the runner can do nothing any more, and still nothing may be left behind.</summary>
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

        await using var orphan = await StartOrphanAsync(folder);
        await using var again = await RunnerProcess.StartReadyAsync(folder);

        Assert.Contains($"stopping process {orphan.Id}, which an earlier run left behind", again.Output, StringComparison.Ordinal);
        Assert.True(orphan.Exited.IsCompleted);
    }

    private static async Task<ChildProcess> StartOrphanAsync(string folder)
    {
        var postgres = await PostgresFolder.OpenAsync(Path.Combine(folder, "postgres"), TestContext.Current.CancellationToken);
        var programs = await PostgresPrograms.FindAsync(null, TestContext.Current.CancellationToken);
        var orphan = await ChildProcess.StartAsync(
            new Launch(
                programs.Postgres,
                "-D", postgres.Cluster, "-c", "listen_addresses=", "-c", $"unix_socket_directories={postgres.Path}")
            {
                User = postgres.User,
                DeathSignal = "INT",
            },
            _ => { });
        var file = new PostmasterFile(postgres);
        await Eventually.IsTrueAsync(() => file.IsReady(orphan.Id), () => "the orphan to be ready");
        return orphan;
    }
}
