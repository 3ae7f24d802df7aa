using SecureAuth.Core.UserFields;

namespace SecureAuth.UnitTests.UserFields;

public sealed class FieldPatternTests
{
    [Theory]
    [InlineData("^[A-Z]{2}[0-9]{4}$")]
    [InlineData("^(?:a|b)+$")]
    [InlineData(@"^\p{L}+( \p{Lu}\p{Ll}*)*$")]
    [InlineData(@"^[a-z.+-]+\.[a-z]{2,}$")]
    [InlineData(@"^\(\?\[\\\]\)$")]
    [InlineData(@"a-[0-9]")]
    [InlineData("[a][b]")]
    public void A_pattern_that_means_the_same_in_JSON_Schema_is_accepted(string pattern) =>
        Assert.True(FieldPattern.IsValid(pattern));

    [Theory]
    [InlineData("")]
    [InlineData("(")]
    [InlineData("a**")]
    [InlineData(@"\d+")]
    [InlineData(@"^\w$")]
    [InlineData(@"a\Z")]
    [InlineData(@"\\\d")]
    [InlineData(@"\@")]
    [InlineData(@"\p{IsGreek}")]
    [InlineData("(?i)a")]
    [InlineData("(?<name>a)")]
    [InlineData("(?=a)")]
    [InlineData("(?!a)")]
    [InlineData("[a-z-[aeiou]]")]
    [InlineData("[]a]")]
    [InlineData("[^]a]")]
    [InlineData("a\nb")]
    [InlineData("((a{1000}){1000}){1000}")]
    public void A_pattern_that_is_invalid_or_means_something_else_in_JSON_Schema_is_refused(string pattern) =>
        Assert.False(FieldPattern.IsValid(pattern));

    [Fact]
    public void A_pattern_has_at_most_200_characters()
    {
        Assert.True(FieldPattern.IsValid(new string('a', 200)));
        Assert.False(FieldPattern.IsValid(new string('a', 201)));
    }

    [Theory]
    [InlineData("[0-9]", "a1", true)]
    [InlineData("^[0-9]$", "a1", false)]
    [InlineData("^[0-9]+$", "12", true)]
    public void A_pattern_matches_anywhere_unless_it_is_anchored(string pattern, string value, bool matches) =>
        Assert.Equal(matches, FieldPattern.Create(pattern).IsMatch(value));
}
