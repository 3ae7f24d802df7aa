using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace SecureAuth.AdminCli.Output;

/// <summary>
/// A table of plain text. Cells are not interpreted as markup and not wrapped, because an ID on two lines cannot be copied. If
/// the terminal is too narrow for all columns, the least important ones are omitted, and a last line lists them.
/// </summary>
internal sealed class TextTable : Renderable
{
    private const string Nothing = "-";

    private const int MaxTextLength = 60;

    /// <summary>The number of spaces between two columns.</summary>
    private const int Gap = 2;

    private readonly bool _hasHeader;
    private readonly int _keyColumns;
    private readonly string[] _columns;
    private readonly List<string[]> _rows = [];

    private TextTable(bool hasHeader, int keyColumns, string[] columns)
    {
        _hasHeader = hasHeader;
        _keyColumns = keyColumns;
        _columns = columns;
    }

    /// <param name="key">The columns that identify a row. They come first and are never omitted.</param>
    /// <param name="others">The other columns, most important first.</param>
    public static TextTable WithHeader(string[] key, params string[] others) =>
        new(hasHeader: true, key.Length, [.. key, .. others]);

    /// <summary>Creates a table of names and values.</summary>
    public static TextTable WithoutHeader() => new(hasHeader: false, keyColumns: 2, ["", ""]);

    public TextTable Row(params string?[] cells)
    {
        _rows.Add([.. cells.Select(cell => string.IsNullOrEmpty(cell) ? Nothing : TerminalText.Escape(cell))]);
        return this;
    }

    /// <summary>Truncates a long text. The JSON output contains all of it.</summary>
    public static string? Truncate(string? text) => text?.Length > MaxTextLength ? $"{text[..MaxTextLength]}…" : text;

    public static string YesNo(bool value) => value ? "yes" : "no";

    /// <summary>Formats a time as RFC 3339 in UTC, without fractions of a second.</summary>
    public static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        int[] widths = [.. Enumerable.Range(0, _columns.Length).Select(WidthOf)];
        var shown = Enumerable.Range(0, _keyColumns).ToList();
        for (var column = _keyColumns; column < _columns.Length; column++)
        {
            if (Total([.. shown, column], widths) <= maxWidth)
            {
                shown.Add(column);
            }
        }

        // The key columns may be wider than the terminal, which then wraps the line.
        string[] head = _hasHeader
            ? ["", Line(_columns, shown, widths), new string('─', Math.Min(Total(shown, widths), maxWidth))]
            : [""];
        string[] omitted = [.. _columns.Where((_, column) => !shown.Contains(column))];
        string[] foot = omitted.Length == 0 ? [""] : ["", $"Use --wide to show: {string.Join(", ", omitted)}"];
        return head.Concat(_rows.Select(row => Line(row, shown, widths))).Concat(foot)
            .SelectMany(line => (Segment[])[new Segment(line), Segment.LineBreak]);
    }

    private int WidthOf(int column) =>
        _rows.Select(row => row[column]).Append(_columns[column]).Max(cell => new Segment(cell).CellCount());

    private static int Total(IReadOnlyCollection<int> columns, int[] widths) =>
        columns.Sum(column => widths[column]) + (Gap * (columns.Count - 1));

    private static string Line(string[] cells, IEnumerable<int> columns, int[] widths)
    {
        var line = new StringBuilder();
        foreach (var column in columns)
        {
            line.Append(cells[column]).Append(' ', widths[column] - new Segment(cells[column]).CellCount() + Gap);
        }

        return line.ToString().TrimEnd();
    }
}
