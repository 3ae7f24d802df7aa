namespace SecureAuth.LocalServers;

/// <summary>The last lines that a program wrote, from which an error message quotes the one that matters.</summary>
internal sealed class OutputTail
{
    private const int MaxLines = 30;

    private static readonly string[] Levels = ["FATAL:", "PANIC:", "ERROR:", "error:"];

    private readonly Queue<string> _lines = new();

    public bool Contains(string text)
    {
        lock (_lines)
        {
            return _lines.Any(line => line.Contains(text, StringComparison.Ordinal));
        }
    }

    /// <summary>The first line with an error, or else the last line that is not empty.</summary>
    public string ErrorLine()
    {
        lock (_lines)
        {
            return _lines.FirstOrDefault(line => Levels.Any(level => line.Contains(level, StringComparison.Ordinal)))
                ?? _lines.LastOrDefault(line => line.Trim().Length > 0)
                ?? "nothing.";
        }
    }

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }
        }
    }
}
