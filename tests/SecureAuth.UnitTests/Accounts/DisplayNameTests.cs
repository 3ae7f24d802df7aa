using SecureAuth.Core.Accounts;

namespace SecureAuth.UnitTests.Accounts;

public sealed class DisplayNameTests
{
    [Theory]
    [InlineData("Ann")]
    [InlineData("Zoë Kravitz 李小龙 🎸")]
    public void A_line_of_text_is_a_valid_name(string name) => Assert.True(DisplayName.IsValid(name));

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("evil\u202egpj.exe")]
    public void Other_text_is_not_a_valid_name(string name) => Assert.False(DisplayName.IsValid(name));

    [Fact]
    public void A_name_has_a_maximum_length()
    {
        Assert.True(DisplayName.IsValid(new string('x', DisplayName.MaxLength)));
        Assert.True(DisplayName.IsValid(string.Concat(Enumerable.Repeat("🎸", DisplayName.MaxLength))));
        Assert.False(DisplayName.IsValid(new string('x', DisplayName.MaxLength + 1)));
    }
}
