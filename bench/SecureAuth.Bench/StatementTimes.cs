using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SecureAuth.Bench;

/// <summary>
/// The durations of SQL statements as PostgreSQL itself measures and logs them (<c>log_min_duration_statement = 0</c>). They
/// contain neither the hash of a password nor the network nor the application.
/// </summary>
internal sealed partial class StatementTimes
{
    /// <summary>A line of the log may arrive after the response of its request.</summary>
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<Duration> _durations = new();

    /// <summary>The settings of the server. The prefix names the database and the role.</summary>
    public static Dictionary<string, string> ServerSettings { get; } = new()
    {
        ["log_min_duration_statement"] = "0",
        ["log_line_prefix"] = "%d|%u|",
    };

    public void Read(string line)
    {
        if (Pattern().Match(line) is { Success: true } match)
        {
            _durations.Enqueue(new Duration(
                match.Groups["database"].Value,
                match.Groups["role"].Value,
                match.Groups["statement"].Value,
                match.Groups["step"].Value,
                double.Parse(match.Groups["ms"].ValueSpan, CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Returns the statements that were run on a database since the last call, and forgets all others.</summary>
    public async Task<IReadOnlyList<Duration>> TakeAsync(string database, string role)
    {
        await Task.Delay(Delay);
        var taken = new List<Duration>();
        while (_durations.TryDequeue(out var duration))
        {
            if (duration.Database == database && duration.Role == role)
            {
                taken.Add(duration);
            }
        }

        return taken;
    }

    /// <summary>
    /// The time of PostgreSQL for one call: for each statement, the median of its duration times the number of its executions.
    /// What runs less often than every second call belongs to the background.
    /// </summary>
    public static double PerCall(IEnumerable<Duration> durations, int calls) => Math.Round(
        durations.GroupBy(duration => (duration.Statement, duration.Step))
            .Select(group => (Count: group.Count(), Median: Medians.Of(group.Select(duration => duration.Milliseconds))))
            .Where(group => 2 * group.Count >= calls)
            .Sum(group => group.Median * group.Count / calls),
        3);

    /// <summary>For example: <c>many|secureauth_api|LOG:  duration: 0.051 ms  bind &lt;unnamed&gt;: -- find user</c>.</summary>
    [GeneratedRegex(
        @"^(?<database>[^|]*)\|(?<role>[^|]*)\|LOG:  duration: (?<ms>[\d.]+) ms  (?<step>\w+)[^:]*: (?<statement>.*)$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    /// <param name="Statement">The first line of the statement, which is its name.</param>
    /// <param name="Step">To parse, to bind (which includes the planning) or to execute.</param>
    internal sealed record Duration(string Database, string Role, string Statement, string Step, double Milliseconds);
}
