namespace SecureAuth.AppHost.Local;

/// <summary>Lines of several programs on one console, each with the name of its own; coloured on a terminal only.</summary>
internal sealed class ConsoleOutput
{
    private const int NameWidth = 8;

    private static readonly ConsoleColor[] Colours =
        [ConsoleColor.Blue, ConsoleColor.Magenta, ConsoleColor.Green, ConsoleColor.Yellow];

    private readonly Lock _lock = new();
    private readonly bool _coloured =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private int _named;

    public void Write(string text)
    {
        lock (_lock)
        {
            Console.WriteLine(text);
        }
    }

    /// <summary>A writer of lines that begin with the name.</summary>
    public Action<string> Named(string name)
    {
        var colour = Colours[_named++ % Colours.Length];
        var prefix = name.PadRight(NameWidth) + " | ";
        return line =>
        {
            lock (_lock)
            {
                WritePrefix(prefix, colour);
                Console.WriteLine(line);
            }
        };
    }

    private void WritePrefix(string prefix, ConsoleColor colour)
    {
        if (_coloured)
        {
            Console.ForegroundColor = colour;
        }

        Console.Write(prefix);
        if (_coloured)
        {
            Console.ResetColor();
        }
    }
}
