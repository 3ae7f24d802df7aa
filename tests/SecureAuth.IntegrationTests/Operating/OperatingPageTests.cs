namespace SecureAuth.IntegrationTests.Operating;

public sealed class OperatingPageTests
{
    /// <summary>Each of them is run by a test of this folder.</summary>
    private static readonly string[] Tried =
    [
        FirstAdministratorTests.Heading,
        .. BackupTests.Headings,
        .. LostKeyTests.Headings,
        .. IncidentTests.Headings,
        SizingTests.Heading,
    ];

    [Fact]
    public void Every_command_of_the_page_belongs_to_a_test() =>
        Assert.Equal(Tried.Order(StringComparer.Ordinal), OperatingPage.Headings.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Ended session … of ann", "Ended session 42 of ann\n")]
    [InlineData("a  b", "a b\n")]
    [InlineData("a\n…\nd", "a\nb\nc\nd\n")]
    [InlineData("a\n…\nd", "a\nd\n")]
    public void What_the_page_says_matches_what_is_printed(string said, string printed) =>
        new PageCommand("command", said.Split('\n')).Printed(printed);

    [Theory]
    [InlineData("Ended session … of ann", "Ended session 42 of ben\n")]
    [InlineData("a", "a\nb\n")]
    [InlineData("a\nb", "a\n")]
    [InlineData("", "an error\n")]
    [InlineData("a.c", "abc\n")]
    public void Another_output_does_not_match(string said, string printed) => Assert.ThrowsAny<Xunit.Sdk.XunitException>(
        () => new PageCommand("command", said.Split('\n')).Printed(printed));
}
