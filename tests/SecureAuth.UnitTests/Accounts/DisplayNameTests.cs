using SecureAuth.Core.Accounts;

namespace SecureAuth.UnitTests.Accounts;

public sealed class DisplayNameTests
{
    [Theory]
    [InlineData("Ann")]
    [InlineData("Zoë Kravitz 李小龙 🎸")]
    public void A_line_of_text_is_a_name(string name) => Assert.True(DisplayName.IsValid(name));

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines")]
    [InlineData("evil\u202egpj.exe")]
    public void Anything_else_is_not(string name) => Assert.False(DisplayName.IsValid(name));

    [Fact]
    public void It_has_an_end()
    {
        Assert.True(DisplayName.IsValid(new string('x', DisplayName.MaxLength)));
        Assert.True(DisplayName.IsValid(string.Concat(Enumerable.Repeat("🎸", DisplayName.MaxLength))));
        Assert.False(DisplayName.IsValid(new string('x', DisplayName.MaxLength + 1)));
    }
}
