using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SecureAuth.AdminCli.Errors;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SecureAuth.AdminCli.Output;

/// <summary>Results go to standard output, everything else to standard error; nothing goes raw to a terminal.</summary>
internal sealed class Terminal
{
    /// <summary>A file or a pipe has no width: nothing that is written to it is folded.</summary>
    private const int Unfolded = 10_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new UtcTimeConverter() },
    };

    /// <summary>More than any secret has: a stream without line ends must not fill the memory.</summary>
    private const int LongestSecret = 16 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly TextWriter _writer;
    private readonly IAnsiConsole _output;
    private readonly IAnsiConsole _error;
    private readonly OutputFormat _format;

    private Terminal(TextWriter writer, IAnsiConsole output, IAnsiConsole error, OutputFormat format, bool verbose)
    {
        _writer = writer;
        _output = output;
        _error = error;
        _format = format;
        IsVerbose = verbose;
    }

    public bool IsVerbose { get; }

    /// <summary>Whether somebody is there to see a question and to answer it.</summary>
    public bool CanAsk { get; } = !Console.IsInputRedirected && !Console.IsErrorRedirected;

    /// <summary>Whether secrets are typed, which nobody sees.</summary>
    public bool ReadsFromTerminal { get; } = !Console.IsInputRedirected;

    public static Terminal Create(ParseResult parsed)
    {
        var colour = !parsed.GetValue(OutputOptions.NoColor);
        var writer = parsed.InvocationConfiguration.Output;
        return new Terminal(
            writer,
            Open(writer, colour && !Console.IsOutputRedirected, Console.IsOutputRedirected || parsed.GetValue(OutputOptions.Wide)),
            Open(Console.Error, colour && !Console.IsErrorRedirected, Console.IsErrorRedirected),
            parsed.GetValue(OutputOptions.Output),
            parsed.GetValue(OutputOptions.Verbose));
    }

    /// <summary>Writes what the command found or did, in the form that was asked for.</summary>
    /// <exception cref="OutputException">It could not be written.</exception>
    public void Result<T>(T document, Func<T, IRenderable> human)
        where T : notnull
    {
        try
        {
            if (_format == OutputFormat.Json)
            {
                // The default encoder leaves no control character and nothing beyond ASCII unescaped.
                _writer.WriteLine(JsonSerializer.Serialize(document, document.GetType(), Json));
            }
            else
            {
                _output.Write(human(document));
            }

            _writer.Flush();
        }
        catch (IOException error)
        {
            throw OutputException.Of(error);
        }
    }

    /// <summary>The same, where a line says it all.</summary>
    public void Result<T>(T document, string message)
        where T : notnull => Result(document, _ => new Rows(new Text(SafeText.Of(message))));

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

    /// <summary>Reads a line of standard input as it is; on a terminal it is asked for and not shown.</summary>
    public string ReadSecret(string prompt) => ReadsFromTerminal ? TypedSecret(prompt) : FirstLine();

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

    private string TypedSecret(string prompt)
    {
        _error.Write(new Text($"{prompt}: "));
        var secret = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.Length -= secret.Length > 1 && char.IsSurrogatePair(secret[^2], secret[^1]) ? 2 : 1;
            }
            else if (!char.IsControl(key.KeyChar))
            {
                // An arrow or an escape is a slip of the fingers that nobody would see.
                secret.Append(key.KeyChar);
            }
        }

        _error.WriteLine();
        return secret.ToString();
    }

    /// <summary>Bytes that are no text are refused: what stands in for them would become part of the secret.</summary>
    private static string FirstLine()
    {
        using var input = new StreamReader(Console.OpenStandardInput(), StrictUtf8);
        var line = new StringBuilder();
        try
        {
            for (var next = input.Read(); next >= 0 && next != '\n'; next = input.Read())
            {
                if (line.Length == LongestSecret)
                {
                    throw new OperatorException(ExitCode.WrongUsage, "The first line of standard input is too long");
                }

                line.Append((char)next);
            }
        }
        catch (DecoderFallbackException)
        {
            throw new OperatorException(ExitCode.WrongUsage, "The first line of standard input is not UTF-8");
        }

        return line is [.., '\r'] ? line.ToString(0, line.Length - 1) : line.ToString();
    }

    /// <summary>Where nobody can be told, the exit code still says it.</summary>
    private void Line(string message, Style style)
    {
        try
        {
            _error.Write(new Text(SafeText.Of(message), style));
            _error.WriteLine();
        }
        catch (IOException)
        {
        }
    }

    private static IAnsiConsole Open(TextWriter writer, bool colour, bool unfolded)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = colour ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (unfolded)
        {
            console.Profile.Width = Unfolded;
        }

        return console;
    }
}
