using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SecureAuth.AdminCli.Output;

/// <summary>A terminal that is drawn again and again. A picture is written over the one before, so it does not flicker.</summary>
internal sealed class Screen : IDisposable
{
    private const string Enter = "\e[?1049h\e[?25l";
    private const string Leave = "\e[?25h\e[?1049l";
    private const string Home = "\e[H";
    private const string ClearRestOfLine = "\e[K";
    private const string ClearBelow = "\e[J";

    private readonly Action<string> _write;
    private readonly Profile _profile;

    /// <param name="write">Writes to the terminal.</param>
    /// <param name="profile">What the terminal can do. Its size may change at any time.</param>
    public Screen(Action<string> write, Profile profile)
    {
        _write = write;
        _profile = profile;
        write(Enter);
    }

    /// <summary>Shows the title and the content, of which only the beginning may fit.</summary>
    public void Redraw(string title, IRenderable content)
    {
        var picture = new Rows(new Text(title, Styles.Faint), content);
        var lines = Render(picture).TrimEnd().Split('\n');

        // A line too many would scroll the first ones away.
        var screen = new StringBuilder(Home);
        foreach (var line in lines.Take(Math.Max(1, _profile.Height - 1)))
        {
            screen.Append(line.TrimEnd('\r')).Append(ClearRestOfLine).Append("\r\n");
        }

        _write(screen.Append(ClearBelow).ToString());
    }

    public void Dispose() => _write(Leave);

    private string Render(IRenderable content)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = _profile.Capabilities.Ansi ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Capabilities.ColorSystem = _profile.Capabilities.ColorSystem;
        console.Profile.Width = _profile.Width;
        console.Write(content);
        return text.ToString();
    }
}
