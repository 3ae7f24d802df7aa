namespace SecureAuth.AppHost.Local;

/// <summary>
/// Writes the lines of several programs to one console. Each line begins with the program's name, in colour on a terminal.
/// </summary>
internal sealed class ConsoleOutput
{
    private const int NameWidth = 8;

    private static readonly ConsoleColor[] Colors =
        [ConsoleColor.Blue, ConsoleColor.Magenta, ConsoleColor.Green, ConsoleColor.Yellow];

    private readonly Lock _lock = new();
    private readonly bool _useColors =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private int _writers;

    public void Write(string text)
    {
        lock (_lock)
        {
            Console.WriteLine(text);
        }
    }

    /// <summary>Returns a writer that puts the name before each line.</summary>
    public Action<string> WriterFor(string name)
    {
        var color = Colors[_writers++ % Colors.Length];
        var prefix = name.PadRight(NameWidth) + " | ";
        return line =>
        {
            lock (_lock)
            {
                WritePrefix(prefix, color);
                Console.WriteLine(line);
            }
        };
    }

    private void WritePrefix(string prefix, ConsoleColor color)
    {
        if (_useColors)
        {
            Console.ForegroundColor = color;
        }

        Console.Write(prefix);
        if (_useColors)
        {
            Console.ResetColor();
        }
    }
}
