using System.Net;
using System.Text.RegularExpressions;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary>What the command line draws on a terminal, which <c>script</c> provides.</summary>
public sealed partial class TerminalTests(TestSystem system)
{
    private const string LeaveScreen = "\e[?1049l";

    private const string Home = "\e[H";

    private const string CtrlC = "\u0003";

    [Theory]
    [InlineData("", "", true)]
    [InlineData("", " --no-color", false)]
    [InlineData("NO_COLOR=1 ", "", false)]
    [InlineData("TERM=dumb ", "", false)]
    public async Task There_are_colours_unless_somebody_objects(string variable, string option, bool expected)
    {
        var output = await RunAsync($"unset NO_COLOR; {variable}secureauth users show nobody@users.test{option}");

        Assert.Contains("nobody@users.test", output, StringComparison.Ordinal);
        Assert.True(Colour().IsMatch(output) == expected, output);
    }

    [Fact]
    public async Task A_watched_user_is_drawn_in_place_and_what_was_seen_last_stays()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());

        var output = await WatchAsync($"secureauth users show {user.Account.Email} --watch 1");

        var parts = output.Split(LeaveScreen);
        Assert.Equal(2, parts.Length);
        var pictures = PicturesOf(parts[0]);
        Assert.All(pictures, picture => Assert.Contains(user.Account.Email, picture, StringComparison.Ordinal));
        Assert.Contains(user.Account.Email, parts[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watched_log_is_drawn_in_place()
    {
        var output = await WatchAsync("secureauth audit list --limit 3 --watch 1");

        Assert.All(
            PicturesOf(output.Split(LeaveScreen)[0]),
            picture => Assert.Contains("every 1 s", picture, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(80, true)]
    [InlineData(120, false)]
    public async Task A_table_is_at_most_as_wide_as_the_terminal_and_names_what_it_leaves_out(int width, bool leavesOut)
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var list = $"secureauth sessions list {user.Account.Email}";

        var lines = LinesOf(await RunAsync($"stty cols {width} rows 40; {list}"));
        var wide = LinesOf(await RunAsync($"stty cols {width} rows 40; {list} --wide"));

        Assert.Contains(lines, line => line.Contains(user.SessionId.ToString(), StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.Equal(leavesOut, lines.Any(line => line.StartsWith("Use --wide to show: ", StringComparison.Ordinal)));
        Assert.Equal(leavesOut, wide.Any(line => line.Length > width));
        Assert.DoesNotContain(wide, line => line.Contains("--wide", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_is_not_made_if_the_answer_is_no()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());

        var output = await RunAsync($"secureauth users disable {user.Account.Email}; echo exit $?", "n\n");

        Assert.Contains("[y/N]", output, StringComparison.Ordinal);
        Assert.Contains("exit 4", output, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);
    }

    private static string[] LinesOf(string output) =>
        [.. Sequence().Replace(output, "").Split('\n').Select(line => line.TrimEnd())];

    /// <summary>The pictures without the last one, which may be incomplete.</summary>
    private static string[] PicturesOf(string screen)
    {
        var pictures = screen.Split(Home)[1..^1];
        Assert.True(pictures.Length > 1, screen);
        return pictures;
    }

    private async Task<string> RunAsync(string line, string input = "")
    {
        using var folder = TemporaryFolder.Create("secureauth-terminal-");
        var result = await Cli.RunAsync(OnTerminal(folder, line) with { Input = input });
        return result.Output;
    }

    /// <summary>
    /// Presses Ctrl+C when the third picture is being drawn. The rest of that one may be lost: a terminal discards what it has
    /// not shown yet.
    /// </summary>
    private async Task<string> WatchAsync(string line)
    {
        using var folder = TemporaryFolder.Create("secureauth-terminal-");
        var lines = new LogLines();
        await using var script = await ChildProcess.StartAsync(
            OnTerminal(folder, line) with { KeepsInputOpen = true }, lines.Add);
        await Eventually.IsTrueAsync(
            () => lines.ToString().Split(Home).Length > 3 || script.Exited.IsCompleted, "three pictures are drawn");
        Assert.False(script.Exited.IsCompleted, lines.ToString());

        await script.TypeAsync(CtrlC);

        await Eventually.IsTrueAsync(() => script.Exited.IsCompleted, $"Ctrl+C ends it; before that: {lines}");
        await script.DrainAsync();
        return lines.ToString();
    }

    private Command OnTerminal(TemporaryFolder folder, string line)
    {
        Assert.SkipWhen(ProgramPath.Find("script") is null, "There is no program that makes a terminal.");
        InstalledProgram.Create(folder);
        return new Command("script", "--quiet", "--command", line, "/dev/null")
        {
            WorkingDirectory = folder.Subfolder("work"),
            Variables = new Dictionary<string, string>(InstalledProgram.Variables(folder, system.Settings.ForOperators()))
            {
                ["TERM"] = "xterm-256color",
            },
        };
    }

    [GeneratedRegex(@"\e\[[\d;?]*[a-zA-Z]")]
    private static partial Regex Sequence();

    /// <summary>A sequence that sets the colour of the text or of what is behind it.</summary>
    [GeneratedRegex(@"\e\[(\d+;)*[349]\d(;\d+)*m")]
    private static partial Regex Colour();
}
