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

    /// <summary>Whether there is a terminal on which a user can read a question and answer it.</summary>
    public bool CanAsk { get; } = !Console.IsInputRedirected && !Console.IsOutputRedirected;

    public void Write(string text)
    {
        lock (_lock)
        {
            Console.WriteLine(text);
        }
    }

    /// <summary>Asks a question on the terminal. Any answer other than "y" or "yes" means no.</summary>
    public async Task<bool> AskAsync(string question, CancellationToken cancel)
    {
        lock (_lock)
        {
            Console.Write($"{question} [y/N] ");
        }

        // Console.ReadLine cannot be cancelled. After Ctrl+C its thread waits until the process ends.
        var reading = Task.Run(Console.ReadLine, CancellationToken.None);
        await Task.WhenAny(reading, Task.Delay(Timeout.Infinite, cancel));
        var answer = reading.IsCompleted ? await reading : null;
        if (answer is null)
        {
            // The user's Enter is missing after Ctrl+C and Ctrl+D.
            Write("");
        }

        cancel.ThrowIfCancellationRequested();
        return answer?.Trim().ToUpperInvariant() is "Y" or "YES";
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
