using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecureAuth.AdminCli.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SecureAuth.AdminCli.Output;

/// <summary>Results go to standard output, everything else to standard error; nothing goes raw to a terminal.</summary>
internal sealed class Terminal
{
    /// <summary>Not a terminal has no width: a table in a file or a pipe is not folded.</summary>
    private const int Unfolded = 10_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new UtcTimeConverter() },
    };

    private readonly IAnsiConsole _output;
    private readonly IAnsiConsole _error;
    private readonly OutputFormat _format;

    private Terminal(IAnsiConsole output, IAnsiConsole error, OutputFormat format, bool verbose)
    {
        _output = output;
        _error = error;
        _format = format;
        IsVerbose = verbose;
    }

    public bool IsVerbose { get; }

    /// <summary>Whether somebody is there to see a question and to answer it.</summary>
    public bool CanAsk { get; } = !Console.IsInputRedirected && !Console.IsErrorRedirected;

    public static Terminal Create(ParseResult parsed)
    {
        var colour = !parsed.GetValue(CommonOptions.NoColor);
        return new Terminal(
            Open(Console.Out, colour && !Console.IsOutputRedirected, Console.IsOutputRedirected),
            Open(Console.Error, colour && !Console.IsErrorRedirected, Console.IsErrorRedirected),
            parsed.GetValue(CommonOptions.Output),
            parsed.GetValue(CommonOptions.Verbose));
    }

    /// <summary>Writes what the command found or did, in the form that was asked for.</summary>
    public void Result<T>(T document, Func<T, IRenderable> human)
    {
        if (_format == OutputFormat.Json)
        {
            // The default encoder leaves no control character and nothing beyond ASCII unescaped.
            Console.Out.WriteLine(JsonSerializer.Serialize(document, Json));
        }
        else
        {
            _output.Write(human(document));
        }
    }

    /// <summary>The same, where a line says it all.</summary>
    public void Result<T>(T document, string message) => Result(document, _ => new Rows(new Text(SafeText.Of(message))));

    /// <summary>Asks a question on standard error; only a clear yes is one.</summary>
    public bool Ask(string question)
    {
        _error.Write(new Text($"{SafeText.Of(question)} [y/N] "));
        var answer = Console.In.ReadLine();
        if (answer is null)
        {
            _error.WriteLine();
        }

        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    /// <summary>Reads a line of standard input; on a terminal it is asked for and not shown.</summary>
    public string? ReadSecret(string prompt)
    {
        if (Console.IsInputRedirected)
        {
            return Console.In.ReadLine()?.Trim();
        }

        _error.Write(new Text($"{prompt}: "));
        var secret = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key != ConsoleKey.Backspace)
            {
                secret.Append(key.KeyChar);
            }
            else if (secret.Length > 0)
            {
                secret.Length--;
            }
        }

        _error.WriteLine();
        return secret.ToString().Trim();
    }

    public void Say(string message) => Line(message, Style.Plain);

    public void Warn(string message) => Line($"warning: {message}", new Style(Color.Yellow));

    public void Fail(string message) => Line($"error: {message}", new Style(Color.Red));

    public void Verbose(string message)
    {
        if (!IsVerbose)
        {
            return;
        }

        foreach (var line in message.Split('\n'))
        {
            Line(line, new Style(Color.Grey));
        }
    }

    private void Line(string message, Style style)
    {
        _error.Write(new Text(SafeText.Of(message), style));
        _error.WriteLine();
    }

    private static IAnsiConsole Open(TextWriter writer, bool colour, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = colour ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (redirected)
        {
            console.Profile.Width = Unfolded;
        }

        return console;
    }
}
