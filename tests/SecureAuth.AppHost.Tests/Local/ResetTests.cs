using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

public sealed class ResetTests(UsedFolder used)
{
    [Fact]
    public async Task A_reset_deletes_the_accounts_and_secrets_and_starts()
    {
        var folder = await used.CopyAsync();
        var secrets = await File.ReadAllTextAsync(SecretsOf(folder));
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "mine");

        await using var runner = RunnerProcess.Start(folder, FreePort.Next(), ["--reset", "--yes"]);
        await runner.IsReadyAsync();

        Assert.Contains(
            $"--reset deletes:\n\n  {folder}/postgres (the database with all accounts)\n  {folder}/secrets.json\n"
            + $"  {folder}/operator.env\n",
            runner.Output,
            StringComparison.Ordinal);
        Assert.NotEqual(secrets, await File.ReadAllTextAsync(SecretsOf(folder)));
        Assert.True(File.Exists(Path.Combine(folder, "notes.txt")));

        // The account does not exist any more.
        await runner.RegisterAsync(UsedFolder.Email);
    }

    [Fact]
    public async Task A_reset_repairs_a_folder_that_cannot_be_started()
    {
        var folder = await used.CopyAsync();
        File.Delete(Path.Combine(folder, "postgres", "data", "PG_VERSION"));
        File.Delete(SecretsOf(folder));

        await using var runner = RunnerProcess.Start(folder, FreePort.Next(), ["--reset", "--yes"]);

        await runner.SaysAsync("ready to accept connections");
    }

    [Fact]
    public async Task A_new_folder_is_not_asked_about()
    {
        var folder = Path.Combine(RunnerProcess.NewFolder(), "new");

        await using var runner = RunnerProcess.Start(folder, FreePort.Next(), ["--reset"]);

        await runner.SaysAsync("ready to accept connections");
    }

    [Fact]
    public async Task Without_a_terminal_nothing_is_deleted()
    {
        await RefusesAsync(
            await used.CopyAsync(),
            ["--reset"],
            "Nothing was deleted, because there is no terminal to ask on. Use --yes to delete the data without a question.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("n")]
    [InlineData("yet")]
    public async Task Nothing_is_deleted_unless_the_user_agrees(string answer)
    {
        Assert.SkipUnless(ProgramPath.Find("script") is not null, "There is no script (util-linux), which makes a terminal.");
        var folder = await used.CopyAsync();
        var entries = EntriesOf(folder);
        var line = string.Join(' ', [RunnerProcess.Dotnet, .. RunnerProcess.CommandLine(folder, FreePort.Next(), "--reset")]);

        var run = await ChildProcess.CaptureAsync(
            new Command("script", "-qec", line, "/dev/null") { Input = answer + "\n" }, TestContext.Current.CancellationToken);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Delete it and start afresh? [y/N] ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "Nothing was deleted. Start without --reset to keep the data.", run.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(entries, EntriesOf(folder));
    }

    [Fact]
    public async Task A_folder_in_use_by_another_runner_is_not_reset()
    {
        var folder = await used.CopyAsync();
        await using var runner = new FileStream(
            Path.Combine(folder, "runner.lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        await RefusesAsync(
            folder,
            ["--reset", "--yes"],
            $"Another runner is using {folder}. Stop it, or use another folder and port: --data DIR --port N.");
    }

    [Fact]
    public async Task A_folder_of_something_else_is_not_touched()
    {
        var folder = RunnerProcess.NewFolder();
        await File.WriteAllTextAsync(SecretsOf(folder), "{}");

        await RefusesAsync(
            folder,
            ["--reset", "--yes"],
            $"Nothing was deleted, because {folder} is not a data folder of this program. Name another folder: --data DIR.");
    }

    [Fact]
    public async Task A_link_in_place_of_the_folder_is_not_followed()
    {
        var folder = await used.CopyAsync();
        var link = Path.Combine(RunnerProcess.NewFolder(), "link");
        Directory.CreateSymbolicLink(link, folder);

        await RefusesAsync(
            link + "/",
            ["--reset", "--yes"],
            $"Nothing was deleted, because {link} is a symbolic link. Name the folder itself: --data DIR.");
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("postgres/data")]
    public async Task A_link_out_of_the_folder_is_not_followed(string name)
    {
        var folder = await used.CopyAsync();
        var moved = Path.Combine(RunnerProcess.NewFolder(), "moved");
        var link = Path.Combine(folder, name);
        Directory.Move(link, moved);
        Directory.CreateSymbolicLink(link, moved);

        await RefusesAsync(
            folder,
            ["--reset", "--yes"],
            $"Nothing was deleted, because {link} is not part of the database. Move it to another folder.");
        Assert.NotEmpty(Directory.EnumerateFileSystemEntries(moved));
    }

    [Fact]
    public async Task A_file_beside_the_database_is_not_deleted()
    {
        var folder = await used.CopyAsync();
        var file = Path.Combine(folder, "postgres", "backup.sql");
        await File.WriteAllTextAsync(file, "");

        await RefusesAsync(
            folder,
            ["--reset", "--yes"],
            $"Nothing was deleted, because {file} is not part of the database. Move it to another folder.");
    }

    [Fact]
    public async Task The_secrets_of_a_configured_server_are_not_deleted()
    {
        await RefusesAsync(
            await used.CopyAsync(),
            ["--reset", "--yes"],
            "Nothing was deleted, because the accounts in the server of ConnectionStrings__secureauth need the secrets in "
                + "{folder}. Start without --reset.",
            ("ConnectionStrings__secureauth", "Host=localhost"));
    }

    [Fact]
    public async Task An_orphaned_server_is_stopped_before_its_data_is_deleted()
    {
        var cancel = TestContext.Current.CancellationToken;
        var folder = Path.Combine(await used.CopyAsync(), "postgres");
        await using var orphan = await PostgresServer.StartAsync(
            new PostgresServerOptions { Folder = folder, OwnerPassword = "unused" }, cancel);

        await (await PostgresData.FindAsync(folder, cancel))!.DeleteAsync(_ => { }, cancel);

        Assert.True(orphan.Exited.IsCompleted);
        Assert.False(Directory.Exists(folder));
    }

    private static async Task RefusesAsync(
        string folder, string[] options, string line, params (string Name, string Value)[] variables)
    {
        var entries = EntriesOf(folder);
        await using var runner = RunnerProcess.Start(folder, FreePort.Next(), options, variables);

        await runner.RefusesAsync(line.Replace("{folder}", folder, StringComparison.Ordinal));
        Assert.Equal(entries, EntriesOf(folder));
    }

    private static string SecretsOf(string folder) => Path.Combine(folder, "secrets.json");

    private static string[] EntriesOf(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
