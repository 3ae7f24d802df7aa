using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace SecureAuth.AdminCli.Output;

/// <summary>
/// Tables of text that is shown as it is: none of it is taken for markup, and none is folded, since an id in two pieces
/// cannot be copied. Where there is no room for every column, the least important ones are left out and named.
/// </summary>
internal sealed class PlainTable : Renderable
{
    private const string Nothing = "-";

    private const int ShortLength = 60;

    /// <summary>Between two columns.</summary>
    private const int Gap = 2;

    private readonly bool _hasHeader;
    private readonly int _identity;
    private readonly string[] _columns;
    private readonly List<string[]> _rows = [];

    private PlainTable(bool hasHeader, int identity, string[] columns)
    {
        _hasHeader = hasHeader;
        _identity = identity;
        _columns = columns;
    }

    /// <param name="identity">The columns that tell one row from another, which come first and are never left out.</param>
    /// <param name="others">The rest, the most important first.</param>
    public static PlainTable Of(string[] identity, params string[] others) =>
        new(hasHeader: true, identity.Length, [.. identity, .. others]);

    /// <summary>Names and their values, all of them shown.</summary>
    public static PlainTable OfPairs() => new(hasHeader: false, identity: 2, ["", ""]);

    public PlainTable Row(params string?[] cells)
    {
        _rows.Add([.. cells.Select(cell => string.IsNullOrEmpty(cell) ? Nothing : SafeText.Of(cell))]);
        return this;
    }

    /// <summary>What a row can show of a long text; JSON has it whole.</summary>
    public static string? Short(string? text) => text?.Length > ShortLength ? $"{text[..ShortLength]}…" : text;

    public static string YesNo(bool value) => value ? "yes" : "no";

    /// <summary>UTC, ISO 8601.</summary>
    public static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        int[] widths = [.. Enumerable.Range(0, _columns.Length).Select(WidthOf)];
        var shown = Enumerable.Range(0, _identity).ToList();
        for (var column = _identity; column < _columns.Length; column++)
        {
            if (Total([.. shown, column], widths) <= maxWidth)
            {
                shown.Add(column);
            }
        }

        // What identifies a row may be wider than the terminal, which then breaks the line itself.
        string[] head = _hasHeader
            ? ["", Line(_columns, shown, widths), new string('─', Math.Min(Total(shown, widths), maxWidth))]
            : [""];
        string[] left = [.. _columns.Where((_, column) => !shown.Contains(column))];
        string[] foot = left.Length == 0 ? [""] : ["", $"--wide shows also: {string.Join(", ", left)}"];
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
