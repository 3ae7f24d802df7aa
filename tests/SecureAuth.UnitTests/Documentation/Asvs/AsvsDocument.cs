using System.Globalization;
using System.Text.RegularExpressions;
using SecureAuth.UnitTests.Architecture;

namespace SecureAuth.UnitTests.Documentation.Asvs;

/// <summary>A row of docs/asvs.md.</summary>
internal sealed record AsvsRow(string Id, int Level, string Requirement, string State, string Where, string Tests);

/// <summary>A line of requirements.tsv, the list of the requirements of levels 1 and 2.</summary>
/// <param name="Id">The number of the requirement.</param>
/// <param name="Level">The level.</param>
/// <param name="Applies">Whether it applies: yes, no, or to the documentation, which no test can show to be complete.</param>
internal sealed record AsvsRequirement(string Id, int Level, string Applies);

/// <summary>The scorecard, and what it is compared with.</summary>
internal static partial class AsvsDocument
{
    public const string Met = "met";
    public const string BySetting = "by setting";
    public const string Partly = "partly";
    public const string NotMet = "not met";

    public static readonly string Folder = Path.Combine(SourceTree.Root, "docs");

    private static readonly string Text = File.ReadAllText(Path.Combine(Folder, "asvs.md"));

    public static IReadOnlyList<AsvsRequirement> Requirements { get; } =
    [
        .. File.ReadLines(Path.Combine(
                SourceTree.Root, "tests", "SecureAuth.UnitTests", "Documentation", "Asvs", "requirements.tsv"))
            .Skip(1)
            .Select(line => line.Split('\t'))
            .Select(cells => new AsvsRequirement(cells[0], Number(cells[1]), cells[2])),
    ];

    public static IReadOnlyList<AsvsRow> Rows { get; } =
    [
        .. Text.Split('\n').Where(line => Requirement().IsMatch(line)).Select(Cells)
            .Select(cells => new AsvsRow(cells[0], Number(cells[1]), cells[2], cells[3], cells[4], cells[5])),
    ];

    public static IReadOnlyList<string> NotApplicable { get; } =
    [
        .. Text.Split("\n## Not applicable\n")[1].Split('\n').Where(line => line.StartsWith('|')).Skip(2)
            .SelectMany(line => Cells(line)[1].Split(", ")),
    ];

    /// <summary>The numbers of the summary, by the state: level 1, level 2, and both.</summary>
    public static IReadOnlyDictionary<string, int[]> Summary { get; } = Text.Split("\n## Summary\n")[1].Split("\n## ")[0]
        .Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(Cells)
        .ToDictionary(cells => cells[0], cells => cells[1..].Select(Number).ToArray());

    public static IEnumerable<string> LinksOf(string cell) => Link().Matches(cell).Select(match => match.Groups["target"].Value);

    public static IEnumerable<string> CodeOf(string cell) => Code().Matches(cell).Select(match => match.Groups["text"].Value);

    private static string[] Cells(string line) => line[1..^1].Split('|', StringSplitOptions.TrimEntries);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\| \d+\.\d+\.\d+ \|")]
    private static partial Regex Requirement();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("`(?<text>[^`]+)`")]
    private static partial Regex Code();
}
