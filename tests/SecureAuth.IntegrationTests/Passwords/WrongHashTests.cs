using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.Passwords;

/// <summary>A wrong bit in one of bcrypt's tables: no process may hash a password with it.</summary>
public sealed class WrongHashTests(TestSystem system) : IDisposable
{
    private const string Reason = "The bcrypt self-test failed";

    /// <summary>The first digits of pi's fraction, with which the tables begin.</summary>
    private static readonly byte[] BeginningOfTables = Convert.FromHexString("243F6A8885A308D3");

    private readonly TemporaryFolder _folder = TemporaryFolder.Create("secureauth-wrong-hash-");

    [Fact]
    public async Task The_API_refuses_to_start_and_says_why_in_one_line()
    {
        var result = await Cli.RunAsync(WithWrongBit(BuiltProgram.Api(system.Settings.ForApi())));

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Empty(result.Output);
        Assert.StartsWith(Reason, Assert.Single(result.Messages.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_engine_is_not_affected()
    {
        var command = WithWrongBit(BuiltProgram.Api(system.Settings.ForApi(("Passwords__Engine", "BCryptNet"))));
        var log = new LogLines();
        await using var api = await ChildProcess.StartAsync(command, log.Add);

        await Eventually.IsTrueAsync(() => log.Contains("Now listening on"), "the API starts");
    }

    [Fact]
    public async Task A_command_that_hashes_a_password_says_why_in_one_line_and_changes_nothing()
    {
        var user = NewUser.Create();
        var create = BuiltProgram.Cli(system.Settings.ForOperators(), "users", "create", user.Email, "--password-stdin");

        var result = await Cli.RunAsync(WithWrongBit(create) with { Input = user.Password + "\n" });

        Assert.True(result.ExitCode == 1, result.ToString());
        Assert.Contains(Reason, Assert.Single(result.Messages.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal(3, (await Cli.RunAsync(system.Settings, "users", "show", user.Email)).ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private Command WithWrongBit(Command command)
    {
        CopyFiles(command.WorkingDirectory, _folder.Path);
        var library = Path.Combine(_folder.Path, "SecureAuth.Bcrypt.dll");
        var bytes = File.ReadAllBytes(library);
        bytes[bytes.AsSpan().IndexOf(BeginningOfTables) + 2000] ^= 1;
        File.WriteAllBytes(library, bytes);
        return command with
        {
            Program = InCopy(command.Program),
            Arguments = [.. command.Arguments.Select(InCopy)],
            WorkingDirectory = _folder.Path,
        };

        string InCopy(string path) =>
            path.StartsWith(command.WorkingDirectory + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                ? Path.Combine(_folder.Path, Path.GetRelativePath(command.WorkingDirectory, path))
                : path;
    }

    private static void CopyFiles(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
