using FsCheck;
using FsCheck.Xunit;
using SecureAuth.Core;

namespace SecureAuth.UnitTests;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("Ada Lovelace")]
    [InlineData("Адa 🦦 李")]
    [InlineData("\uFFFD")]
    [InlineData("")]
    public void Ordinary_text_is_plain(string text) => Assert.True(PlainText.IsPlain(text));

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("\u001B[31mred")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u200Bb")]
    public void Control_invisible_and_bidirectional_characters_are_not_plain(string text) =>
        Assert.False(PlainText.IsPlain(text));

    [Fact]
    public void A_lone_surrogate_is_not_well_formed()
    {
        // These are in a list because strings in attributes are stored as UTF-8.
        foreach (var text in new[] { "\uD83E", "a\uD83E", "\uDDA6a", "\uDDA6\uD83E", "\uFFFD\uD83E" })
        {
            Assert.False(PlainText.IsWellFormed(text));
            Assert.False(PlainText.IsPlain(text));
        }
    }

    [Fact]
    public void A_password_may_hold_control_characters() => Assert.True(PlainText.IsWellFormed("a\0\n\u202E🦦"));

    [Fact]
    public void A_header_is_truncated_between_characters() => Assert.Equal("ab", PlainText.Clean("ab🦦", 3));

    [Property(MaxTest = 1000)]
    public bool Cleaned_text_is_plain_and_short(NonNull<string> text, PositiveInt length)
    {
        var clean = PlainText.Clean(text.Get, length.Get);
        return PlainText.IsPlain(clean) && clean.Length <= length.Get;
    }
}
