using System.Globalization;
using SecureAuth.Api.Http.Documentation;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.UnitTests.Documentation.Reference;

/// <summary>The pages in docs/reference say what the code says.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public void Every_key_of_the_configuration_is_listed_with_its_default_and_what_is_allowed()
    {
        var settings = SettingsInCode.All;

        Assert.NotEmpty(settings);
        var page = GeneratedDocument.IsCurrent(
            "docs/reference/configuration.md",
            page => settings.GroupBy(setting => setting.Section).Aggregate(page, (text, section) => DocumentTable.Merge(
                text,
                section.Key,
                ["key", "default", "allowed", "meaning"],
                section.Select(setting => (string[])[setting.Key, setting.Default, setting.Allowed]))));
        EveryRowHasAMeaning(page);
    }

    [Fact]
    public void Every_error_code_is_listed_with_its_status_and_its_text()
    {
        var page = GeneratedDocument.IsCurrent(
            "docs/reference/error-codes.md",
            page => DocumentTable.Merge(
                DocumentTable.Merge(
                    page,
                    "Reasons",
                    ["reason", "meaning"],
                    ErrorReasons.Meanings.Select(reason => (string[])[$"`{reason.Key}`", reason.Value])),
                "Codes",
                ["code", "status", "text", "`Retry-After`", "what a client does"],
                ErrorCode.All.Select(code => (string[])
                [
                    $"`{code.Code}`",
                    code.Status.ToString(CultureInfo.InvariantCulture),
                    code.Detail,
                    code.HasRetryAfter ? "yes" : "",
                ]),
                keys: 2));
        EveryRowHasAMeaning(page);
    }

    [Fact]
    public void The_command_line_is_described_as_its_help_describes_it()
    {
        var page = GeneratedDocument.IsCurrent("docs/cli.md", CommandReference.Write);
        EveryRowHasAMeaning(page);
    }

    private static void EveryRowHasAMeaning(string page) =>
        Assert.All(DocumentTable.LastCells(page), row => Assert.True(row.Last.Length > 0, $"{row.Key} has no meaning."));
}
