using SecureAuth.AdminCli.Output;
using Spectre.Console;

namespace SecureAuth.UnitTests.AdminCli.Output;

public sealed class ScreenTests
{
    [Fact]
    public void A_picture_that_is_too_high_is_cut_off_and_the_terminal_is_restored()
    {
        var written = new List<string>();
        using var output = new StringWriter();
        var profile = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new AnsiConsoleOutput(output),
        }).Profile;
        (profile.Width, profile.Height) = (20, 4);

        using (var screen = new Screen(written.Add, profile))
        {
            screen.Redraw("title", new Text("1\n2\n3\n4\n5"));
        }

        Assert.Equal(
            ["\e[?1049h\e[?25l", "\e[Htitle\e[K\r\n1\e[K\r\n2\e[K\r\n\e[J", "\e[?25h\e[?1049l"], written);
    }
}
