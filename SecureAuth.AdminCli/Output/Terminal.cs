using System.CommandLine;
using System.Text;
using System.Text.Json;
using SecureAuth.AdminCli.Errors;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SecureAuth.AdminCli.Output;

/// <summary>Writes results to standard output and everything else to standard error. Text is escaped for the terminal.</summary>
internal sealed class Terminal
{
    /// <summary>Files and pipes have no width, so nothing that is written to them is wrapped.</summary>
    private const int UnlimitedWidth = 10_000;

    /// <summary>Longer than any secret. A stream without line breaks must not fill the memory.</summary>
    private const int MaxSecretLength = 16 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly CommandHost _host;
    private readonly IAnsiConsole _output;
    private readonly IAnsiConsole _error;

    /// <summary>The number of characters of the progress that is shown, which any other message replaces.</summary>
    private int _progressLength;

    private Terminal(CommandHost host, IAnsiConsole output, IAnsiConsole error, bool isJson, bool verbose)
    {
        _host = host;
        _output = output;
        _error = error;
        IsJson = isJson;
        IsVerbose = verbose;
    }

    public bool IsJson { get; }

    public bool IsVerbose { get; }

    /// <summary>Whether there is a terminal that can be cleared.</summary>
    public bool CanRedraw => !_host.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Whether there is a terminal on which a user can read a question and answer it.</summary>
    public bool CanAsk => !_host.IsInputRedirected && !_host.IsErrorRedirected;

    /// <summary>Whether secrets are typed on a terminal, without echo.</summary>
    public bool ReadsFromTerminal => !_host.IsInputRedirected;

    public static Terminal Create(ParseResult parsed)
    {
        var color = OutputOptions.HasColor(parsed);
        var host = CommandHost.Of(parsed);
        return new Terminal(
            host,
            Open(host.Output, color, host.IsOutputRedirected, OutputOptions.IsWide(parsed)),
            Open(host.Error, color, host.IsErrorRedirected),
            OutputOptions.IsJson(parsed),
            OutputOptions.IsVerbose(parsed));
    }

    /// <summary>Writes the result of the command in the requested format.</summary>
    /// <exception cref="OutputException">The result could not be written.</exception>
    public void Result<T>(T document, Func<T, IRenderable> describe)
        where T : notnull
    {
        if (IsJson)
        {
            // The default encoder escapes control characters and everything outside ASCII.
            Raw(JsonSerializer.Serialize(document, document.GetType(), JsonOutput.Document) + Environment.NewLine);
        }
        else
        {
            // A text does not end its line.
            Part(new Rows(describe(document)));
        }
    }

    /// <summary>Writes a document on a line of its own, as one of many.</summary>
    /// <exception cref="OutputException">The line could not be written.</exception>
    public void JsonLine<T>(T document)
        where T : notnull => Raw(JsonSerializer.Serialize(document, document.GetType(), JsonOutput.Line) + "\n");

    /// <summary>Writes a part of a result that is longer than the command may keep in memory, or that has no end.</summary>
    /// <exception cref="OutputException">The part could not be written.</exception>
    public void Part(IRenderable part) => Write(() => _output.Write(part));

    /// <summary>Writes text that needs no escaping.</summary>
    /// <exception cref="OutputException">The text could not be written.</exception>
    public void Raw(string text) => Write(() => _host.Output.Write(text));

    /// <summary>Clears the terminal until the result is disposed of.</summary>
    public Screen OpenScreen() => new(Raw, _output.Profile);

    /// <summary>Asks a question on standard error. Any answer other than "y" or "yes" means no.</summary>
    public bool Ask(string question)
    {
        _error.Write(new Text($"{TerminalText.Escape(question)} [y/N] "));
        var answer = Console.In.ReadLine();
        if (answer is null)
        {
            _error.WriteLine();
        }

        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
    }

    /// <summary>Reads the first line of standard input unchanged. On a terminal, prompts for it and does not echo it.</summary>
    public string ReadSecret(string prompt) => ReadsFromTerminal ? ReadTypedSecret(prompt) : ReadFirstLine();

    public void Say(string message) => Line(message, Style.Plain);

    public void Warn(string message) => Line($"warning: {message}", Styles.Warning);

    public void Fail(string message) => Line($"error: {message}", Styles.Wrong);

    /// <summary>Shows how far a long command is, on a terminal only. Null removes the message.</summary>
    public void Progress(string? message)
    {
        if (_host.IsErrorRedirected || (message is null && _progressLength == 0))
        {
            return;
        }

        _host.Error.Write($"\r{(message ?? "").PadRight(_progressLength)}{(message is null ? "\r" : "")}");
        _progressLength = message?.Length ?? 0;
    }

    public void Verbose(string message)
    {
        if (!IsVerbose)
        {
            return;
        }

        foreach (var line in message.Split('\n'))
        {
            Line(line, Styles.Faint);
        }
    }

    private void Write(Action write)
    {
        try
        {
            write();
            _host.Output.Flush();
        }
        catch (IOException error)
        {
            throw new OutputException(error);
        }
    }

    private string ReadTypedSecret(string prompt)
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
                // Arrow keys and Escape are ignored. They would become part of the secret without being seen.
                secret.Append(key.KeyChar);
            }
        }

        _error.WriteLine();
        return secret.ToString();
    }

    /// <summary>Rejects invalid UTF-8, because replacement characters would become part of the secret.</summary>
    private string ReadFirstLine()
    {
        using var input = new StreamReader(_host.OpenInput(), StrictUtf8);
        var line = new StringBuilder();
        try
        {
            for (var next = input.Read(); next >= 0 && next != '\n'; next = input.Read())
            {
                if (line.Length == MaxSecretLength)
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

    /// <summary>If standard error cannot be written either, the exit code still reports the failure.</summary>
    private void Line(string message, Style style)
    {
        Progress(null);
        try
        {
            _error.Write(new Text(TerminalText.Escape(message), style));
            _error.WriteLine();
        }
        catch (IOException)
        {
        }
    }

    private static IAnsiConsole Open(TextWriter writer, bool color, bool isRedirected, bool isWide = false)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = color && !isRedirected ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (isRedirected || isWide)
        {
            console.Profile.Width = UnlimitedWidth;
        }

        return console;
    }
}
