using System.Text.RegularExpressions;
using SecureAuth.UnitTests.Architecture;

namespace SecureAuth.UnitTests.Documentation.Asvs;

/// <summary>docs/asvs.md promises nothing that is not there.</summary>
public sealed partial class AsvsTests
{
    private static readonly string[] States =
        [AsvsDocument.Met, AsvsDocument.BySetting, AsvsDocument.Partly, AsvsDocument.NotMet];

    [Fact]
    public void Every_requirement_that_applies_is_listed_once_with_its_level()
    {
        var applicable = AsvsDocument.Requirements.Where(requirement => requirement.Applies != "no")
            .Select(requirement => (requirement.Id, requirement.Level));

        Assert.Equal(253, AsvsDocument.Requirements.Count);
        Assert.Equal(applicable, AsvsDocument.Rows.Select(row => (row.Id, row.Level)));
    }

    [Fact]
    public void Every_other_requirement_is_listed_once_with_the_reason()
    {
        var others = AsvsDocument.Requirements.Where(requirement => requirement.Applies == "no")
            .Select(requirement => requirement.Id);

        Assert.Equal(others.Order(StringComparer.Ordinal), AsvsDocument.NotApplicable.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_row_has_a_state_and_says_where_or_why_not()
    {
        Assert.All(AsvsDocument.Rows, row =>
        {
            Assert.Contains(row.State, States);
            Assert.NotEmpty(row.Requirement);
            Assert.NotEmpty(row.Where);
            Assert.True(row.State == AsvsDocument.Met || row.Where.Length > 60, $"{row.Id} does not say what is missing");
        });
    }

    [Fact]
    public void Every_link_leads_to_a_file_and_a_heading()
    {
        var anchors = MarkdownFile.All().ToDictionary(document => document.Path, document => document.Anchors);
        foreach (var row in AsvsDocument.Rows)
        {
            foreach (var target in AsvsDocument.LinksOf(row.Where + row.Tests))
            {
                var parts = target.Split('#');
                var file = Path.GetFullPath(Path.Combine(AsvsDocument.Folder, parts[0]));
                Assert.True(Path.Exists(file), $"{row.Id}: {target}");
                Assert.True(parts.Length == 1 || anchors[file].Contains(parts[1]), $"{row.Id}: {target}");
            }
        }
    }

    /// <summary>What only asks for documentation has the documentation, and a script of .ci is a test too.</summary>
    [Fact]
    public void Whatever_is_met_has_a_test_that_exists()
    {
        var documentation = AsvsDocument.Requirements.Where(requirement => requirement.Applies == "document")
            .Select(requirement => requirement.Id).ToHashSet();
        Assert.All(AsvsDocument.Rows, row =>
        {
            var tests = AsvsDocument.CodeOf(row.Tests).ToList();
            Assert.All(tests, test => Assert.True(TestMethods.All.Contains(test), $"{row.Id}: there is no test {test}"));
            var mayLackTests = documentation.Contains(row.Id)
                ? row.Tests == "this documentation"
                : row.State is AsvsDocument.Partly or AsvsDocument.NotMet;
            Assert.True(tests.Count > 0 || AsvsDocument.LinksOf(row.Tests).Any() || mayLackTests, $"{row.Id} names no test");
        });
    }

    [Fact]
    public void Every_setting_exists()
    {
        var reference = File.ReadAllText(Path.Combine(AsvsDocument.Folder, "reference", "configuration.md"))
            + File.ReadAllText(Path.Combine(AsvsDocument.Folder, "observability.md"));
        Assert.All(AsvsDocument.Rows, row =>
        {
            var settings = AsvsDocument.CodeOf(row.Where).Select(code => code.Split('=')[0])
                .Where(code => Setting().IsMatch(code)).ToList();
            Assert.All(settings, setting => Assert.Contains($"`{setting}`", reference, StringComparison.Ordinal));
            Assert.True(row.State != AsvsDocument.BySetting || settings.Count > 0, $"{row.Id} names no setting");
        });
    }

    [Fact]
    public void The_summary_counts_right()
    {
        Assert.Equal([.. States, "not applicable", "all"], AsvsDocument.Summary.Keys);
        foreach (var state in States)
        {
            var levelsOfState = AsvsDocument.Rows.Where(row => row.State == state).Select(row => row.Level);
            Assert.Equal(Counts(levelsOfState), AsvsDocument.Summary[state]);
        }

        var levels = AsvsDocument.Requirements.ToDictionary(requirement => requirement.Id, requirement => requirement.Level);
        Assert.Equal(Counts(AsvsDocument.NotApplicable.Select(id => levels[id])), AsvsDocument.Summary["not applicable"]);
        Assert.Equal(Counts(levels.Values), AsvsDocument.Summary["all"]);
    }

    [Fact]
    public void Tests_are_found_by_their_class_and_method()
    {
        Assert.True(TestMethods.All.Count > 1000, $"{TestMethods.All.Count} tests");
        Assert.Contains($"{nameof(AsvsTests)}.{nameof(Tests_are_found_by_their_class_and_method)}", TestMethods.All);
        Assert.DoesNotContain($"{nameof(AsvsTests)}.{nameof(Counts)}", TestMethods.All);
    }

    private static int[] Counts(IEnumerable<int> levels)
    {
        var all = levels.ToList();
        return [all.Count(level => level == 1), all.Count(level => level == 2), all.Count];
    }

    [GeneratedRegex(@"^[A-Z]\w+__\w+$|^OTEL_\w+$")]
    private static partial Regex Setting();
}
