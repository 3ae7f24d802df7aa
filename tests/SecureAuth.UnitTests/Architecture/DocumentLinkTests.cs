using System.Text.RegularExpressions;

namespace SecureAuth.UnitTests.Architecture;

/// <summary>The documents name files of the repository, which move, and headings, which change.</summary>
public sealed partial class DocumentLinkTests
{
    private static readonly IReadOnlyList<MarkdownFile> Documents = MarkdownFile.All();

    [Fact]
    public void Every_relative_link_leads_to_a_file()
    {
        var broken = Links().Where(link => !Path.Exists(link.File)).Select(link => $"{link.From}: {link.Target}");

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_anchor_is_a_heading()
    {
        var anchors = Documents.ToDictionary(document => document.Path, document => document.Anchors);
        var withAnchor = Links().Where(link => link.Anchor.Length > 0 && anchors.ContainsKey(link.File)).ToList();
        var broken = withAnchor
            .Where(link => !anchors[link.File].Contains(link.Anchor))
            .Select(link => $"{link.From}: {link.Target}");

        Assert.NotEmpty(withAnchor);
        Assert.Empty(broken);
    }

    /// <summary>A page that the contents do not name is on no menu of the site, and its search does not find it.</summary>
    [Fact]
    public void Every_page_is_in_the_contents()
    {
        var folder = Path.Combine(SourceTree.Root, "docs");
        var linked = Links()
            .Where(link => link.From == Path.Combine(folder, "README.md")
                || link.From == Path.Combine(folder, "decisions", "README.md"))
            .Select(link => link.File)
            .ToHashSet(StringComparer.Ordinal);
        var missing = Documents.Select(document => document.Path)
            .Where(path => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Where(path => path != Path.Combine(folder, "README.md") && !path.Contains("vendor", StringComparison.Ordinal))
            .Where(path => !linked.Contains(path));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_path_of_a_project_that_is_named_exists()
    {
        var missing = Documents.SelectMany(document => ProjectPath().Matches(File.ReadAllText(document.Path))
            .Select(match => match.Groups["path"].Value)
            .Where(path => !Path.Exists(Path.Combine(SourceTree.Root, path)))
            .Select(path => $"{document.Path}: {path}"));

        Assert.Empty(missing);
    }

    private static IEnumerable<(string From, string Target, string File, string Anchor)> Links() =>
        from document in Documents
        from target in document.RelativeLinks
        let parts = target.Split('#', 2)
        let file = parts[0].Length == 0
            ? document.Path
            : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document.Path)!, Uri.UnescapeDataString(parts[0])))
        select (document.Path, target, Path.TrimEndingDirectorySeparator(file), parts.ElementAtOrDefault(1) ?? "");

    [GeneratedRegex(@"`(?<path>(SecureAuth\.|libraries/|tests/|bench/|docs/)[\w.-]*/[\w./-]*)`")]
    private static partial Regex ProjectPath();
}
