using System.Text.RegularExpressions;
using SecureAuth.UnitTests.Architecture;

namespace SecureAuth.UnitTests.Documentation;

/// <summary>The tables of docs/observability.md.</summary>
internal static partial class ObservabilityDocument
{
    public static IEnumerable<string> Spans =>
        Rows("Traces").SelectMany(row => Code().Matches(row[0])).Select(match => match.Groups["text"].Value);

    public static IReadOnlyList<string[]> Metrics => Rows("Metrics");

    public static IReadOnlyList<string[]> Events => Rows("Logs");

    public static string Unquoted(string cell) => cell.Trim('`');

    /// <summary>The cells of the table in a section, without its head.</summary>
    private static string[][] Rows(string section)
    {
        var text = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "observability.md"));
        var body = text.Split($"\n## {section}\n")[1].Split("\n## ")[0];
        return
        [
            .. body.Split('\n')
                .Where(line => line.StartsWith('|'))
                .Skip(2)
                .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
        ];
    }

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Code();
}
