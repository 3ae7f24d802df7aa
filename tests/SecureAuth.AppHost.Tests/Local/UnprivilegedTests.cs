using SecureAuth.LocalServers;

namespace SecureAuth.AppHost.Tests.Local;

/// <summary>A runner started by root starts nothing as root.</summary>
public sealed class UnprivilegedTests(UsedFolder used)
{
    private const string Migration = "secureauth.dll";
    private const string Api = "SecureAuth.Api.dll";

    [Fact]
    public async Task Neither_the_migration_nor_the_API_runs_as_root()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root has rights to give up.");
        var folder = await used.CopyAsync();
        await using var runner = RunnerProcess.Start(folder);
        var users = new HashSet<(string Program, string User)>();

        await Eventually.IsTrueAsync(
            () =>
            {
                users.UnionWith(RunnerProcess.ProcessesOf(folder).SelectMany(UserOf));
                return runner.Output.Contains("SecureAuth is ready", StringComparison.Ordinal);
            },
            () => $"the system to be ready:\n{runner.Output}");

        Assert.Equal([Api, Migration], users.Select(user => user.Program).Distinct().Order(StringComparer.Ordinal));
        Assert.All(users, user => Assert.NotEqual("0 0 0 0", user.User));
        Assert.Single(users.Select(user => user.User).Distinct());
        foreach (var file in (string[])["secrets.json", "operator.env"])
        {
            Assert.Equal("0 600", await OwnerAndModeAsync(Path.Combine(folder, file)));
        }
    }

    [Fact]
    public async Task Programs_that_the_unprivileged_user_cannot_read_are_copied()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root has rights to give up.");
        var user = UnprivilegedUser.FindIfRoot()!;
        var home = RunnerProcess.NewFolder();
        var programs = Directory.CreateDirectory(Path.Combine(home, "programs", "inner")).Parent!.FullName;
        var file = Path.Combine(programs, "inner", "program");
        await File.WriteAllTextAsync(file, "old", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var output = new List<string>();

        var copy = await ReadableFolder.GetAsync(user, programs, home, output.Add, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, "new", TestContext.Current.CancellationToken);
        var next = await ReadableFolder.GetAsync(user, programs, home, output.Add, TestContext.Current.CancellationToken);

        Assert.Equal(copy, next);
        Assert.Equal(["new"], await ReadAsync(user, Path.Combine(copy, "inner", "program")));
        Assert.Empty(await ReadAsync(user, file));
        Assert.Equal($"{user.Name} cannot reach {programs}: it uses a copy, {copy}", output[0]);
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task Programs_that_the_unprivileged_user_can_read_are_not_copied()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root has rights to give up.");
        var output = new List<string>();
        var folder = RunnerProcess.NewFolder();
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        var readable = await ReadableFolder.GetAsync(
            UnprivilegedUser.FindIfRoot()!, folder, "/tmp", output.Add, TestContext.Current.CancellationToken);

        Assert.Equal(folder, readable);
        Assert.Empty(output);
    }

    private static async Task<List<string>> ReadAsync(UnprivilegedUser user, string file)
    {
        var output = new List<string>();
        await ChildProcess.RunAsync(
            new Command("/bin/sh", "-c", "cat \"$0\" 2> /dev/null", file) { User = user },
            output.Add,
            TestContext.Current.CancellationToken);
        return output;
    }

    private static async Task<string> OwnerAndModeAsync(string file)
    {
        var output = new List<string>();
        await ChildProcess.RunAsync(new Command("stat", "-c", "%u %a", file), output.Add, TestContext.Current.CancellationToken);
        return Assert.Single(output);
    }

    /// <summary>The real, effective, saved and file system user of a process, if it is one of the two programs.</summary>
    private static IEnumerable<(string Program, string User)> UserOf(string process)
    {
        string[] arguments;
        string user;
        try
        {
            arguments = File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
            user = File.ReadLines(Path.Combine(process, "status")).First(
                line => line.StartsWith("Uid:", StringComparison.Ordinal));
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            // The process has exited.
            yield break;
        }

        // Before it executes the program, the process is the shell that waits to do so.
        if (Path.GetFileName(arguments[0]) == "dotnet"
            && arguments.Length > 1
            && Path.GetFileName(arguments[1]) is Migration or Api)
        {
            yield return (Path.GetFileName(arguments[1]), string.Join(' ', user.Split('\t')[1..]));
        }
    }
}
