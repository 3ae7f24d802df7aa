using System.Globalization;
using Spectre.Console;
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

    private readonly List<(string Column, string? Value, Style? Style)> _highlights = [];

    private bool _isPart;
    private int[]? _lastWidths;
    private List<int>? _lastShown;
    private int[] _widths = [];
    private List<int> _shown = [];

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

    /// <summary>Lets cells stand out on a terminal.</summary>
    /// <param name="style">Their style.</param>
    /// <param name="column">The title of their column.</param>
    /// <param name="value">Their text. Null means any.</param>
    public TextTable Highlight(Style style, string column, string? value = null)
    {
        _highlights.Add((column, value, style));
        return this;
    }

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

    /// <summary>
    /// Makes this table the next part of one that grows. Its columns are at least as wide as in the last part, and it has a
    /// header only if other columns fit. No part lists the omitted columns.
    /// </summary>
    /// <param name="last">The last part, or null if this is the first one.</param>
    public TextTable Continue(TextTable? last)
    {
        (_isPart, _lastWidths, _lastShown) = (true, last?._widths, last?._shown);
        return this;
    }

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        _widths = [.. Enumerable.Range(0, _columns.Length).Select(WidthOf)];
        _shown = Enumerable.Range(0, _keyColumns).ToList();
        for (var column = _keyColumns; column < _columns.Length; column++)
        {
            if (Total([.. _shown, column], _widths) <= maxWidth)
            {
                _shown.Add(column);
            }
        }

        if (_rows.Count == 0 && !_isPart)
        {
            return [.. TextLine("", Style.Plain), .. TextLine("None", Styles.Faint), .. TextLine("", Style.Plain)];
        }

        // The key columns may be wider than the terminal, which then wraps the line.
        string[] omitted = [.. _columns.Where((_, column) => !_shown.Contains(column))];
        return
        [
            .. _lastShown?.SequenceEqual(_shown) == true ? [] : Head(maxWidth),
            .. _rows.SelectMany(row => Line(row, StyleOf)),
            .. _isPart ? [] : TextLine("", Style.Plain),
            .. _isPart || omitted is [] ? [] : TextLine($"Use --wide to show: {string.Join(", ", omitted)}", Styles.Faint),
        ];
    }

    private IEnumerable<Segment> Head(int maxWidth) => !_hasHeader
        ? TextLine("", Style.Plain)
        :
        [
            .. TextLine("", Style.Plain),
            .. Line(_columns, (_, _) => Styles.Header),
            .. TextLine(new string('─', Math.Min(Total(_shown, _widths), maxWidth)), Styles.Faint),
        ];

    private static Segment[] TextLine(string text, Style style) => [new Segment(text, style), Segment.LineBreak];

    private int WidthOf(int column) => _rows.Select(row => new Segment(row[column]).CellCount())
        .Append(new Segment(_columns[column]).CellCount())
        .Append(_lastWidths?[column] ?? 0)
        .Max();

    private static int Total(IReadOnlyCollection<int> columns, int[] widths) =>
        columns.Sum(column => widths[column]) + (Gap * (columns.Count - 1));

    /// <summary>Only the spaces between cells are written, so that a line that is copied ends with its last cell.</summary>
    private IEnumerable<Segment> Line(string[] cells, Func<int, string, Style> styleOf)
    {
        var gap = 0;
        foreach (var column in _shown)
        {
            yield return new Segment(new string(' ', gap) + cells[column], styleOf(column, cells[column]));
            gap = _widths[column] - new Segment(cells[column]).CellCount() + Gap;
        }

        yield return Segment.LineBreak;
    }

    private Style StyleOf(int column, string cell) => _highlights
        .FirstOrDefault(highlight => highlight.Column == _columns[column] && (highlight.Value ?? cell) == cell && cell != Nothing)
        .Style ?? Style.Plain;
}
