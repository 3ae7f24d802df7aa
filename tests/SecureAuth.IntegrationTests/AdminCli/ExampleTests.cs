using System.Text.RegularExpressions;
using SecureAuth.IntegrationTests.Audit;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary>
/// The example in the help of every command works as it stands, in a terminal, where the operator answers a question with yes.
/// </summary>
public sealed partial class ExampleTests(TestSystem system)
{
    private const string Alice = "alice@example.com";

    /// <summary>A machine has few processors, and each example takes several programs.</summary>
    private const int AtOnce = 4;

    /// <summary>
    /// What the example of a command needs. A new command needs an entry, and one whose example works on a new installation needs
    /// <see cref="Nothing"/>.
    /// </summary>
    private static readonly Dictionary<string, Func<ExampleRun, Task>> Preparations = new(StringComparer.Ordinal)
    {
        ["migrate"] = Nothing,
        ["doctor"] = Nothing,
        ["users list"] = Nothing,
        ["users show"] = CreateAliceAsync,
        ["users create"] = WritePasswordAsync,
        ["users invite"] = Nothing,
        ["users invitations"] = Nothing,
        ["users uninvite"] = run => run.InviteAsync(Alice),
        ["users import"] = run => run.WriteAsync(
            "users.jsonl", $$"""{"email": "{{Alice}}", "password_hash": "{{BCrypt.Net.BCrypt.HashPassword(Password, 4)}}"}"""),
        ["users unlock"] = CreateAliceAsync,
        ["users disable"] = CreateAliceAsync,
        ["users enable"] = async run =>
        {
            await CreateAliceAsync(run);
            await run.Own.Database.ExecuteAsync("UPDATE users SET is_active = false");
        },
        ["users set-password"] = CreateAliceAsync,
        ["users set-field"] = CreateAliceAsync,
        ["users set-username"] = CreateAliceAsync,
        ["users reset-2fa"] = CreateAliceAsync,
        ["users delete"] = CreateAliceAsync,
        ["users grant"] = CreateAuditorAsync,
        ["users ungrant"] = CreateAuditorAsync,
        ["sessions list"] = CreateAliceAsync,
        ["tokens revoke"] = CreateAliceAsync,
        ["mail list"] = Nothing,
        ["mail retry"] = run => run.Own.Database.ExecuteAsync(
            "INSERT INTO outbox (id, kind, recipient, details, failed_at) VALUES ($1, 1, $2, '{}', now())",
            Guid.Parse(Id().Match(run.Example).Value),
            Alice),
        ["audit list"] = Nothing,
        ["audit export"] = Nothing,
        ["audit verify"] = SealAsync,
        ["audit seal"] = SealAsync,
        ["keys list"] = Nothing,
        ["keys rotate"] = Nothing,
        ["keys retire"] = async run => run.Example = KeyId().Replace(
            run.Example, (await run.Own.Database.ScalarAsync<string>("SELECT key_id FROM signing_keys LIMIT 1"))!),
        ["keys rewrap"] = Nothing,
        ["limits show"] = Nothing,
        ["limits reset"] = Nothing,
        ["completion"] = Nothing,
    };

    private static readonly string Password = NewUser.StrongPassword();

    [Fact]
    public async Task The_example_of_every_command_works()
    {
        Assert.SkipWhen(ProgramPath.Find("script") is null, "There is no program that makes a terminal.");
        var examples = await ExamplesAsync("");
        var failures = new List<string>();

        await Parallel.ForEachAsync(
            examples,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken },
            async (example, _) =>
            {
                if (await RunAsync(example.Command, example.Line) is { } failure)
                {
                    lock (failures)
                    {
                        failures.Add($"{example.Command}: {example.Line}\n{failure}");
                    }
                }
            });

        Assert.True(examples.Count > 20, $"Only {examples.Count} examples were found.");
        Assert.True(failures is [], string.Join("\n\n", failures));
    }

    /// <summary>The examples of a command and of those below it, from the help that operators read.</summary>
    private async Task<List<(string Command, string Line)>> ExamplesAsync(string command)
    {
        var help = await Cli.RunAsync(system.Settings, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.True(help.ExitCode == 0, help.ToString());
        var lines = help.Output.ReplaceLineEndings("\n").Split('\n');
        var examples = new List<(string, string)>
        {
            (command, lines[Array.IndexOf(lines, "Example:") + 1].Trim()),
        };
        var below = lines.SkipWhile(line => line != "Commands:").Skip(1)
            .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => $"{command} {line.Trim().Split(' ')[0]}".Trim());
        foreach (var next in below)
        {
            examples.AddRange(await ExamplesAsync(next));
        }

        return examples;
    }

    /// <summary>Returns what went wrong.</summary>
    private async Task<string?> RunAsync(string command, string line)
    {
        if (Find(command, line) is not { } prepareAsync)
        {
            return $"{nameof(ExampleTests)}.{nameof(Preparations)} has no entry for this command.";
        }

        using var folder = TemporaryFolder.Create("secureauth-example-");
        InstalledProgram.Create(folder);
        await using var own = await OwnDatabase.CreateAsync(system);
        var run = new ExampleRun(own, folder.Subfolder("work")) { Example = line };
        await prepareAsync(run);
        await run.WriteAsync("example.sh", run.Example);

        var result = await Cli.RunAsync(new Command("script", "--quiet", "--return", "--command", "bash example.sh", "/dev/null")
        {
            WorkingDirectory = run.Folder,
            Variables = new Dictionary<string, string>(InstalledProgram.Variables(folder, own.Settings.ForMigration()))
            {
                ["Accounts__Fields__0__Name"] = "department",
                ["Accounts__Usernames"] = "Optional",
            },
            Input = "y\n",
        });
        // The server of the tests does not write through to the disk, which the doctor finds wrong.
        return result.ExitCode == 0 || (command == "doctor" && result.ExitCode == 1) ? null : result.ToString();
    }

    /// <summary>The example of a group is that of one of its commands.</summary>
    private static Func<ExampleRun, Task>? Find(string command, string line) =>
        Preparations.GetValueOrDefault(command)
            ?? (line.StartsWith($"secureauth {command}".TrimEnd() + " ", StringComparison.Ordinal)
                ? Preparations.GetValueOrDefault(string.Join(' ', line.Split(' ')[1..3]))
                : null);

    private static Task Nothing(ExampleRun run) => Task.CompletedTask;

    private static Task WritePasswordAsync(ExampleRun run) => run.WriteAsync("password.txt", Password + "\n");

    private static async Task CreateAliceAsync(ExampleRun run)
    {
        await WritePasswordAsync(run);
        await run.CreateUserAsync(Alice);
    }

    private static async Task SealAsync(ExampleRun run)
    {
        await using var api = await run.Own.StartApiAsync();
        await run.Own.Database.IsSealedAsync();
    }

    /// <summary>Alice is an auditor, and so is Bob, so that the role exists whatever Alice is.</summary>
    private static async Task CreateAuditorAsync(ExampleRun run)
    {
        await run.CreateUserAsync("bob@example.com", "--role", "auditor");
        await run.CreateUserAsync(Alice, run.Example.Contains("ungrant", StringComparison.Ordinal) ? ["--role", "auditor"] : []);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();

    [GeneratedRegex("(?<=retire )[^ ]+")]
    private static partial Regex KeyId();

    /// <param name="Own">A database of its own, since an example may end the sessions of all users.</param>
    /// <param name="Folder">Where the example is run.</param>
    private sealed record ExampleRun(OwnDatabase Own, string Folder)
    {
        public required string Example { get; set; }

        public Task WriteAsync(string file, string text) =>
            File.WriteAllTextAsync(Path.Combine(Folder, file), text, TestContext.Current.CancellationToken);

        public Task InviteAsync(string email) => Cli.SucceedAsync(Own.Settings, "users", "invite", email);

        public async Task CreateUserAsync(string email, params string[] options)
        {
            var result = await Cli.RunAsync(
                Own.Settings.ForOperators(), Password + "\n", ["users", "create", email, "--password-stdin", .. options]);
            Assert.True(result.ExitCode == 0, result.ToString());
        }
    }
}
