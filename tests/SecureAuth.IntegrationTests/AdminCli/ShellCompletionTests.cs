using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary>The scripts that <c>secureauth completion</c> prints, run by the shells that they are for.</summary>
public sealed class ShellCompletionTests(TestSystem system)
{
    /// <summary>Completes a line as bash does when Tab is pressed at its end, and prints the words.</summary>
    private const string Bash =
        """
        eval "$(secureauth completion bash)"
        [[ $(complete -p secureauth) == 'complete -F _secureauth secureauth' ]] || exit 9
        COMP_LINE=$1 COMP_POINT=${#1}
        read -ra COMP_WORDS <<<"${1//=/ = }"
        [[ $1 == *[\ =] ]] && COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _secureauth
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    private const string Fish = "secureauth completion fish | source; complete --do-complete $argv[1]";

    private const string PowerShell =
        """
        param($line)
        secureauth completion powershell | Out-String | Invoke-Expression
        (TabExpansion2 $line $line.Length).CompletionMatches | ForEach-Object CompletionText
        """;

    /// <summary>A terminal in which zsh completes a line, since its completion works nowhere else.</summary>
    private const string Zsh =
        """
        zmodload zsh/zpty
        zpty -b shell zsh -f -i
        wait_for() {
            local text all word
            for word; do
                until [[ $all == *$word* ]]; do
                    zpty -r -m shell text "*" && all+=$text
                done
            done
            print -r -- $all
        }
        zpty -w shell "PS1=; autoload -Uz compinit; compinit -u -d $TMPDIR/zcompdump; eval \"\$(secureauth completion zsh)\""
        zpty -w shell "bindkey '^I' list-choices; zstyle ':completion:*' list-prompt ''; LISTMAX=9999; print re''ady"
        wait_for ready >/dev/null
        zpty -w -n shell "$1"$'\t'
        shift
        wait_for "$@"
        """;

    [Theory]
    [InlineData("secureauth users di", "disable")]
    [InlineData("secureauth users ", "create,delete,disable,enable,import,list,reset-2fa,set-password,show,unlock")]
    [InlineData("secureauth users list --di", "--disabled")]
    [InlineData("secureauth users list --output ", "json,table")]
    [InlineData("secureauth users list --output=j", "json")]
    [InlineData("secureauth audit list --event sign_in", "sign_in_refused")]
    [InlineData("../bin/secureauth audit exp", "export")]
    [InlineData("secureauth users show alice@example.com --wa", "--watch")]
    public async Task Bash_completes(string line, string expected)
    {
        using var folder = CreateProgram();

        var result = await RunAsync(folder, "bash", "-c", Bash, "bash", line);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Superset(Words(expected), result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToHashSet());
        Assert.All(Words(result.Output), word => Assert.StartsWith(line.Split(' ', '=')[^1], word, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("secureauth users di", "disable")]
    [InlineData("secureauth users list --output ", "json,table")]
    [InlineData("secureauth audit list --event sign_in", "sign_in_refused")]
    public async Task Fish_completes(string line, string expected)
    {
        Assert.SkipWhen(ProgramPath.Find("fish") is null, "fish is not installed.");
        using var folder = CreateProgram();

        var result = await RunAsync(folder, "fish", "--no-config", "--command", Fish, line);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Superset(Words(expected), Words(result.Output));
    }

    [Theory]
    [InlineData("secureauth users d", "delete,disable")]
    [InlineData("secureauth audit list --event sign", "sign_in_refused,signed_in,signed_out")]
    public async Task Zsh_completes(string line, string expected)
    {
        Assert.SkipWhen(ProgramPath.Find("zsh") is null, "zsh is not installed.");
        using var folder = CreateProgram();

        var result = await RunAsync(folder, "zsh", ["-f", "-c", Zsh, "zsh", line, .. expected.Split(',')]);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.All(Words(expected), word => Assert.Contains(word, result.Output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("secureauth users di", "disable")]
    [InlineData("secureauth users ", "create,delete,disable,enable,import,list,reset-2fa,set-password,show,unlock")]
    [InlineData("secureauth users list --output ", "json,table")]
    [InlineData("secureauth audit list --event sign_in", "sign_in_refused")]
    public async Task PowerShell_completes(string line, string expected)
    {
        using var folder = CreateProgram();
        var variables = InstalledProgram.Variables(folder, system.Settings.ForOperators());

        var result = await Cli.RunAsync(BuiltProgram.PowerShell(variables, PowerShell, line));

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Superset(Words(expected), Words(result.Output));
        Assert.All(Words(result.Output), word => Assert.StartsWith(line.Split(' ')[^1], word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_roles_of_the_database_are_offered()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await own.Database.ExecuteAsync(
            "INSERT INTO roles (id, name, normalized_name) VALUES (gen_random_uuid(), 'auditor', 'AUDITOR')");
        const string Line = "secureauth users list --role a";

        var result = await Cli.RunAsync(BuiltProgram.Cli(own.Settings.ForOperators(), $"[suggest:{Line.Length}]", Line));

        Assert.Equal("auditor", result.Output.Trim());
    }

    [Fact]
    public async Task The_script_for_containers_asks_a_running_replica()
    {
        using var folder = TemporaryFolder.Create("secureauth-docker-");
        InstalledProgram.WriteScript(Path.Combine(folder.Path, "docker"), "echo \"$@\"");

        var result = await Cli.RunAsync(new Command(Repository.PathOf("deploy/secureauth"), "[suggest:18]", "secureauth users l")
        {
            Variables = new Dictionary<string, string>
            {
                ["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}",
            },
        });

        Assert.Equal("compose exec --no-TTY api-1 secureauth [suggest:18] secureauth users l", result.Output.Trim());
    }

    private static HashSet<string> Words(string text) =>
        [.. text.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>A folder with a program <c>secureauth</c>, as an installation has it.</summary>
    private static TemporaryFolder CreateProgram()
    {
        var folder = TemporaryFolder.Create("secureauth-shell-");
        InstalledProgram.Create(folder);
        return folder;
    }

    private Task<CliResult> RunAsync(TemporaryFolder folder, string shell, params string[] arguments) =>
        Cli.RunAsync(new Command(shell, arguments)
        {
            WorkingDirectory = folder.Subfolder("work"),
            Variables = InstalledProgram.Variables(folder, system.Settings.ForOperators()),
        });
}
