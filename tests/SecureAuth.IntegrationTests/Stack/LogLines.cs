using System.Collections.Concurrent;
using System.Text.Json;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>What an instance, or another process, has written to standard output and standard error.</summary>
internal sealed class LogLines
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> All => [.. _lines];

    /// <summary>The records of the API's JSON log.</summary>
    public IEnumerable<JsonElement> Records => All.Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line));

    /// <summary>The records that report a defect or an outage.</summary>
    public IEnumerable<JsonElement> Errors => OfLevel("Error", "Critical");

    /// <summary>The warnings about the instance itself. Each refused attempt is an audit record with this level too.</summary>
    public IEnumerable<JsonElement> Warnings => OfLevel("Warning").Where(
        record => !record.GetProperty("Category").GetString()!.EndsWith(".AuditLog", StringComparison.Ordinal));

    /// <summary>The errors that the product itself reports. The libraries report an unreachable store as an error too.</summary>
    public IEnumerable<JsonElement> Defects => Errors.Where(
        record => record.GetProperty("Category").GetString()!.StartsWith("SecureAuth.", StringComparison.Ordinal));

    public void Add(string line) => _lines.Enqueue(line);

    public bool Contains(string text) => _lines.Any(line => line.Contains(text, StringComparison.Ordinal));

    public override string ToString() => string.Join('\n', _lines);

    private IEnumerable<JsonElement> OfLevel(params string[] levels) =>
        Records.Where(record => levels.Contains(record.GetProperty("LogLevel").GetString()));
}
