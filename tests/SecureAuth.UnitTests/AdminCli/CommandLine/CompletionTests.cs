using SecureAuth.AdminCli;
using SecureAuth.AdminCli.CommandLine;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.UnitTests.AdminCli.CommandLine;

/// <summary>What a shell offers, which it asks this program for.</summary>
public sealed class CompletionTests
{
    [Theory]
    [InlineData("users ", "list")]
    [InlineData("users sh", "show")]
    [InlineData("users list --", "--locked")]
    [InlineData("users list --", "--wide")]
    [InlineData("users list --output ", "json")]
    [InlineData("audit list --event sign_in", "sign_in_refused")]
    [InlineData("audit list --since ", "24h")]
    [InlineData("users list --output=j", "json")]
    [InlineData("completion ", "powershell")]
    public void Commands_options_and_their_values_are_offered(string line, string expected) =>
        Assert.Contains(expected, Complete(line));

    [Fact]
    public void Every_event_is_offered_and_nothing_else() => Assert.Equal(
        Enum.GetValues<AuditEvent>().Where(member => member != AuditEvent.None).Select(WireName.Of)
            .Order(StringComparer.Ordinal),
        Complete("audit list --event ").Order(StringComparer.Ordinal));

    [Fact]
    public void The_values_of_an_option_are_offered_under_the_names_that_it_takes() =>
        Assert.Equal(["json", "table"], Complete("users list --output ").Order(StringComparer.Ordinal));

    [Fact]
    public void Without_a_database_no_role_is_offered_and_nothing_fails() => Assert.Empty(Complete("users list --role "));

    [Fact]
    public void Options_are_offered_after_a_dash_or_if_nothing_else_fits()
    {
        Assert.DoesNotContain(Complete("users "), word => word.StartsWith('-'));
        Assert.Contains("--help", Complete("users -"));
        Assert.Contains("--locked", Complete("users list "));
    }

    [Fact]
    public void No_user_is_offered() =>
        Assert.All(Complete("users show "), word => Assert.StartsWith("-", word, StringComparison.Ordinal));

    [Fact]
    public void Files_are_offered_for_an_import()
    {
        var folder = Directory.CreateTempSubdirectory("secureauth-completion-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "users.jsonl"), "");
            folder.CreateSubdirectory("users.d");

            var files = Complete($"users import {folder.FullName}/us");

            Assert.Equal(
                [$"{folder.FullName}/users.d/", $"{folder.FullName}/users.jsonl"], files.Order(StringComparer.Ordinal));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IReadOnlyList<string> Complete(string line) => Suggestions.Of(CommandTree.Create(), $"secureauth {line}");
}
