using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace SecureAuth.UnitTests.Architecture;

/// <summary>A Markdown file of the repository, with the anchors that GitHub gives to its headings.</summary>
internal sealed partial class MarkdownFile
{
    private MarkdownFile(string path)
    {
        Path = path;
        var text = Fence().Replace(File.ReadAllText(path), "");
        RelativeLinks =
        [
            .. Link().Matches(Code().Replace(text, ""))
                .Concat(Image().Matches(text))
                .Select(match => match.Groups["target"].Value),
        ];
        Anchors = AnchorsOf(Heading().Matches(text).Select(match => match.Groups["text"].Value))
            .ToHashSet(StringComparer.Ordinal);
    }

    public string Path { get; }

    /// <summary>The targets of the links to files and headings of the repository, and of images.</summary>
    public IReadOnlyList<string> RelativeLinks { get; }

    public IReadOnlySet<string> Anchors { get; }

    public static IReadOnlyList<MarkdownFile> All() =>
    [
        .. Directory.EnumerateFiles(SourceTree.Root, "*.md", SearchOption.AllDirectories)
            .Where(file => !Excluded().IsMatch(System.IO.Path.GetRelativePath(SourceTree.Root, file)))
            .Select(file => new MarkdownFile(file)),
    ];

    private static IEnumerable<string> AnchorsOf(IEnumerable<string> headings)
    {
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var heading in headings)
        {
            var anchor = Anchor(Markup().Replace(heading, "${text}"));
            var count = used.GetValueOrDefault(anchor);
            used[anchor] = count + 1;
            yield return count == 0 ? anchor : string.Create(CultureInfo.InvariantCulture, $"{anchor}-{count}");
        }
    }

    /// <summary>Lower case, without punctuation except hyphens and underscores, and with hyphens for spaces.</summary>
    private static string Anchor(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var character in heading.Trim().ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(character) || character is '-' or '_')
            {
                anchor.Append(character);
            }
            else if (character == ' ')
            {
                anchor.Append('-');
            }
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"(^|[\\/])(obj|bin|node_modules|TestResults|\.[^\\/]+)[\\/]")]
    private static partial Regex Excluded();

    [GeneratedRegex(@"^(?<fence>```+).*?^\k<fence>\s*$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("`[^`\n]*`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?![a-z]+:)(?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"<img[^>]*\ssrc=""(?![a-z]+:)(?<target>[^""]+)""")]
    private static partial Regex Image();

    [GeneratedRegex(@"^#{1,6} (?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    /// <summary>A link, of which the text remains. Code and emphasis need nothing, because their marks are punctuation.</summary>
    [GeneratedRegex(@"!?\[(?<text>[^\]]*)\]\([^)]*\)")]
    private static partial Regex Markup();
}
