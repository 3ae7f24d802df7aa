using System.Text.RegularExpressions;

namespace SecureAuth.UnitTests.Documentation.Reference;

/// <summary>
/// A table of a document. The code determines the first cells of a row, and people write the others, which are kept.
/// </summary>
internal static partial class DocumentTable
{
    /// <param name="document">The document with the table, or without it.</param>
    /// <param name="section">The heading of the section whose first table it is.</param>
    /// <param name="columns">The titles of all columns.</param>
    /// <param name="rows">The cells of each row that the code determines.</param>
    /// <param name="keys">How many of these cells identify a row.</param>
    public static string Merge(
        string document, string section, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows, int keys = 1)
    {
        var lines = document.Split('\n').ToList();
        var heading = lines.IndexOf($"## {section}");
        if (heading < 0)
        {
            heading = lines.Count;
            lines.AddRange([$"## {section}", "", ""]);
        }

        var end = lines.FindIndex(heading + 1, line => line.StartsWith("## ", StringComparison.Ordinal));
        end = end < 0 ? lines.Count : end;
        var start = lines.FindIndex(heading, end - heading, IsRow);
        start = start < 0 ? heading + 2 : start;
        var count = lines.Skip(start).TakeWhile(IsRow).Count();

        var written = lines.GetRange(start, count).Skip(2).Select(Cells)
            .GroupBy(cells => Key(cells, keys), StringComparer.Ordinal)
            .ToDictionary(row => row.Key, row => row.First(), StringComparer.Ordinal);
        var merged = rows.Select(row => row.Select(Escaped).ToList())
            .Select(row => row.Concat(Kept(written.GetValueOrDefault(Key(row, keys)), row.Count, columns.Count)));

        lines.RemoveRange(start, count);
        lines.InsertRange(
            start, [Row(columns), "|" + string.Concat(Enumerable.Repeat("---|", columns.Count)), .. merged.Select(Row)]);
        return string.Join('\n', lines);
    }

    /// <summary>The last cell of each row of all tables in the document, after the row's first.</summary>
    public static IEnumerable<(string Key, string Last)> LastCells(string document) => document.Split('\n')
        .Where(IsRow)
        .Select(Cells)
        .Select(cells => (cells[0], cells[^1]));

    private static bool IsRow(string line) => line.StartsWith('|');

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    private static string[] Cells(string line) => [.. Bar().Split(line[1..^1]).Select(cell => cell.Trim())];

    private static string Key(IEnumerable<string> cells, int keys) => string.Join('|', cells.Take(keys));

    private static IEnumerable<string> Kept(string[]? written, int from, int count) =>
        Enumerable.Range(from, count - from).Select(i => written?.ElementAtOrDefault(i) ?? "");

    private static string Escaped(string cell) =>
        cell.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}
