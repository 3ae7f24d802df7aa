using System.Text.RegularExpressions;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary>What the command line draws on a terminal, which <c>script</c> provides.</summary>
public sealed partial class TerminalTests(TestSystem system)
{
    private const string LeaveScreen = "\e[?1049l";

    private const string Home = "\e[H";

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

        var output = await RunAsync($"timeout --signal=INT 30 secureauth users show {user.Account.Email} --watch 1");

        var parts = output.Split(LeaveScreen);
        Assert.Equal(2, parts.Length);
        var pictures = parts[0].Split(Home)[1..];
        Assert.True(pictures.Length > 1, output);
        Assert.All(pictures, picture => Assert.Contains(user.Account.Email, picture, StringComparison.Ordinal));
        Assert.Contains(user.Account.Email, parts[1], StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string line)
    {
        Assert.SkipWhen(ProgramPath.Find("script") is null, "There is no program that makes a terminal.");
        using var folder = TemporaryFolder.Create("secureauth-terminal-");
        InstalledProgram.Create(folder);
        var result = await Cli.RunAsync(new Command("script", "--quiet", "--command", line, "/dev/null")
        {
            WorkingDirectory = folder.Subfolder("work"),
            Variables = new Dictionary<string, string>(InstalledProgram.Variables(folder, system.Settings.ForOperators()))
            {
                ["TERM"] = "xterm-256color",
            },
        });
        return result.Output;
    }

    /// <summary>A sequence that sets the colour of the text or of what is behind it.</summary>
    [GeneratedRegex(@"\e\[(\d+;)*[349]\d(;\d+)*m")]
    private static partial Regex Colour();
}
