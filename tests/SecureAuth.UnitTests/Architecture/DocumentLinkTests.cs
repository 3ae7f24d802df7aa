using System.Text.RegularExpressions;

namespace SecureAuth.UnitTests.Architecture;

/// <summary>The documents name files of the repository, which move.</summary>
public sealed partial class DocumentLinkTests
{
    [Fact]
    public void Every_relative_link_leads_to_a_file()
    {
        var broken = Documents().SelectMany(document => Link().Matches(File.ReadAllText(document))
            .Select(match => match.Groups["target"].Value)
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(document)!, target)))
            .Select(target => $"{document}: {target}"));

        Assert.Empty(broken);
    }

    [Fact]
    public void Every_path_of_a_project_that_is_named_exists()
    {
        var missing = Documents().SelectMany(document => ProjectPath().Matches(File.ReadAllText(document))
            .Select(match => match.Groups["path"].Value)
            .Where(path => !Path.Exists(Path.Combine(SourceTree.Root, path)))
            .Select(path => $"{document}: {path}"));

        Assert.Empty(missing);
    }

    private static IEnumerable<string> Documents() => Directory
        .EnumerateFiles(SourceTree.Root, "*.md", SearchOption.AllDirectories)
        .Where(file => !Excluded().IsMatch(Path.GetRelativePath(SourceTree.Root, file)));

    [GeneratedRegex(@"(^|[\\/])(obj|bin|node_modules|\.[^\\/]+)[\\/]")]
    private static partial Regex Excluded();

    [GeneratedRegex(@"\]\((?!https?:|#)(?<target>[^)#]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>(SecureAuth\.|libraries/|tests/|bench/|docs/)[\w.-]*/[\w./-]*)`")]
    private static partial Regex ProjectPath();
}
