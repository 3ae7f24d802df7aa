namespace SecureAuth.AppHost.Local.Servers;

/// <summary>What a program said last, to quote the line that matters when it fails.</summary>
internal sealed class LastLines
{
    private const int Kept = 30;

    private static readonly string[] Levels = ["FATAL:", "PANIC:", "ERROR:", "error:"];

    private readonly Queue<string> _lines = new();

    public string All
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    public string Worst
    {
        get
        {
            lock (_lines)
            {
                return _lines.FirstOrDefault(line => Levels.Any(level => line.Contains(level, StringComparison.Ordinal)))
                    ?? _lines.LastOrDefault(line => line.Trim().Length > 0)
                    ?? "nothing.";
            }
        }
    }

    public void Add(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Kept)
            {
                _lines.Dequeue();
            }
        }
    }
}
