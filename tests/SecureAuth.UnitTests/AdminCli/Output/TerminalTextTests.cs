using SecureAuth.AdminCli.Output;
using Spectre.Console;

namespace SecureAuth.UnitTests.AdminCli.Output;

public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("\u001b[2Jgone", "\\u001b[2Jgone")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("a\r\nb\tc", "a\\u000d\\u000ab\\u0009c")]
    [InlineData("\u007f", "\\u007f")]
    [InlineData("evil\u202egpj.exe", "evil\\u202egpj.exe")]
    [InlineData("zero\u200bwidth", "zero\\u200bwidth")]
    [InlineData("line\u2028end", "line\\u2028end")]
    public void Control_characters_are_escaped(string text, string shown) => Assert.Equal(shown, TerminalText.Escape(text));

    [Theory]
    [InlineData("Zoë Kravitz 李小龙 🎸")]
    [InlineData("[red]markup[/]")]
    public void Other_text_is_unchanged(string text) => Assert.Equal(text, TerminalText.Escape(text));

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character() => Assert.Equal("a\ufffdb", TerminalText.Escape("a\ud800b"));

    [Fact]
    public void Null_becomes_an_empty_string() => Assert.Equal("", TerminalText.Escape(null));

    [Fact]
    public void A_cell_interprets_neither_escape_sequences_nor_markup()
    {
        using var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
            Out = new AnsiConsoleOutput(output),
        });

        console.Write(TextTable.WithHeader(["User agent"]).Row("[red]\u001b]0;owned\u0007[/]"));

        Assert.Contains("[red]\\u001b]0;owned\\u0007[/]", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u0007', output.ToString());
    }
}
