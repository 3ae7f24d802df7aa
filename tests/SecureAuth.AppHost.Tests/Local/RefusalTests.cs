using System.Net;
using System.Net.Sockets;
using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

/// <summary>If the runner cannot start, it prints one line with the remedy and exits with 1.</summary>
public sealed class RefusalTests(UsedFolder used)
{
    [Fact]
    public async Task A_port_in_use_is_refused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        await using var runner = RunnerProcess.Start(RunnerProcess.NewFolder(), port);

        await runner.RefusesAsync($"Port {port} is in use. Stop the program that uses it, or choose another port: --port N.");
    }

    [Fact]
    public async Task Missing_PostgreSQL_programs_are_refused()
    {
        await using var runner = RunnerProcess.Start(
            RunnerProcess.NewFolder(), null, (PostgresServer.ProgramsVariable, Path.GetTempPath()));

        await runner.RefusesAsync(
            "PostgreSQL's programs initdb, pg_ctl, postgres were not found. Install PostgreSQL's server (Debian: apt install "
            + "postgresql; macOS: brew install postgresql@17), or name the folder of its programs in SECUREAUTH_POSTGRES_BIN.");
    }

    [Fact]
    public async Task A_folder_in_use_by_another_runner_is_refused()
    {
        var folder = await used.CopyAsync();
        await using var first = await RunnerProcess.StartReadyAsync(folder);

        await using var second = RunnerProcess.Start(folder);

        await second.RefusesAsync(
            $"Another runner is using {folder}. Stop it, or use another folder and port: --data DIR --port N.");
    }

    [Fact]
    public async Task A_database_without_a_version_is_refused()
    {
        var folder = await used.CopyAsync();
        var cluster = Path.Combine(folder, "postgres", "data");
        File.Delete(Path.Combine(cluster, "PG_VERSION"));

        await using var runner = RunnerProcess.Start(folder);

        await runner.RefusesAsync(
            $"The database in {cluster} cannot be started: it has no readable PG_VERSION. "
            + "Restore it, remove it (its accounts are lost), or start afresh with --reset.");
    }

    [Fact]
    public async Task A_damaged_database_is_refused()
    {
        var folder = await used.CopyAsync();
        File.Delete(Path.Combine(folder, "postgres", "data", "global", "pg_control"));

        await using var runner = RunnerProcess.Start(folder);

        Assert.Equal(1, await runner.ExitCodeAsync());
        Assert.Matches("cannot be started: PostgreSQL reported: .+pg_control.+ Restore it, remove it", runner.Output);
        Assert.Empty(RunnerProcess.ProcessesOf(folder));
    }

    [Fact]
    public async Task Missing_secrets_are_refused()
    {
        var folder = await used.CopyAsync();
        File.Delete(Path.Combine(folder, "secrets.json"));

        await using var runner = RunnerProcess.Start(folder);

        await runner.RefusesAsync(
            $"{folder}/secrets.json is missing, but there is a database. "
            + "Restore it, start afresh with --reset (its accounts are lost), or use another folder: --data DIR.");
    }

    [Fact]
    public async Task Unreadable_secrets_are_refused()
    {
        var folder = await used.CopyAsync();
        await File.WriteAllTextAsync(Path.Combine(folder, "secrets.json"), "{", TestContext.Current.CancellationToken);

        await using var runner = RunnerProcess.Start(folder);

        await runner.RefusesAsync(
            $"{folder}/secrets.json cannot be read. "
            + "Restore it, start afresh with --reset (its accounts are lost), or use another folder: --data DIR.");
    }

    [Fact]
    public async Task A_file_in_place_of_the_folder_is_refused()
    {
        var file = Path.Combine(RunnerProcess.NewFolder(), "file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        await using var runner = RunnerProcess.Start(file);

        Assert.Equal(1, await runner.ExitCodeAsync());
        Assert.Contains($"The data folder {file} cannot be used: ", runner.Output, StringComparison.Ordinal);
    }
}
