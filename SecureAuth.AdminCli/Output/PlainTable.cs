using System.Globalization;
using Spectre.Console;

namespace SecureAuth.AdminCli.Output;

/// <summary>Tables of text that is shown as it is: none of it is taken for markup.</summary>
internal static class PlainTable
{
    private const string Nothing = "-";

    private const int ShortLength = 60;

    public static Table Of(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)));
        }

        return table;
    }

    /// <summary>Keeps columns on one line in a narrow terminal: an id that is folded cannot be copied.</summary>
    public static Table Unfolded(this Table table, params int[] columns)
    {
        foreach (var column in columns)
        {
            table.Columns[column].NoWrap();
        }

        return table;
    }

    public static Table Row(this Table table, params string?[] cells) =>
        table.AddRow(cells.Select(cell => new Text(string.IsNullOrEmpty(cell) ? Nothing : SafeText.Of(cell))));

    /// <summary>What a row can show of a long text; JSON has it whole.</summary>
    public static string? Short(string? text) => text?.Length > ShortLength ? $"{text[..ShortLength]}…" : text;

    public static string YesNo(bool value) => value ? "yes" : "no";

    /// <summary>UTC, ISO 8601.</summary>
    public static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
