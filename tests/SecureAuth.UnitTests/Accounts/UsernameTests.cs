using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SecureAuth.Core.Accounts;

namespace SecureAuth.UnitTests.Accounts;

public sealed class UsernameTests
{
    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("Ann.Lee-2_b", "ann.lee-2_b")]
    [InlineData("a12345678901234567890123456789", "a12345678901234567890123456789")]
    public void A_name_is_stored_in_lower_case(string text, string name) => Assert.Equal(name, Username.Normalize(text));

    [Theory]
    [InlineData("an")]
    [InlineData("a123456789012345678901234567890")]
    [InlineData("1ann")]
    [InlineData(".ann")]
    [InlineData("ann.")]
    [InlineData("ann..lee")]
    [InlineData("ann lee")]
    [InlineData("ann@example.com")]
    [InlineData("ann\n")]
    [InlineData("änn")]
    [InlineData("аnn")]
    [InlineData("\u212Aate")]
    [InlineData("annİ")]
    public void Text_that_breaks_the_rule_is_no_username(string text) => Assert.Null(Username.Normalize(text));

    [Theory]
    [InlineData("ann.lee", "annlee")]
    [InlineData("ann_lee", "ann-lee")]
    [InlineData("paul", "pau1")]
    [InlineData("iris", "lrls")]
    [InlineData("bob", "b0b")]
    [InlineData("marnie", "mamie")]
    [InlineData("mar.nie", "mamie")]
    [InlineData("savvy", "sawy")]
    [InlineData("avvvb", "avwb")]
    [InlineData("avvvb", "awvb")]
    public void Names_that_look_alike_have_one_key(string one, string other) =>
        Assert.Equal(Username.KeyOf(one), Username.KeyOf(other));

    [Theory]
    [InlineData("ann", "anne")]
    [InlineData("ann", "amn")]
    [InlineData("bob", "rob")]
    public void Names_that_look_different_have_different_keys(string one, string other) =>
        Assert.NotEqual(Username.KeyOf(one), Username.KeyOf(other));

    [Property(MaxTest = 1000)]
    public Property The_key_of_a_key_is_the_key() => Prop.ForAll(Names(), name =>
        Assert.Equal(Username.KeyOf(name), Username.KeyOf(Username.KeyOf(name))));

    [Property(MaxTest = 1000)]
    public Property A_w_is_two_v_anywhere() => Prop.ForAll(Names(), Names(), (before, after) =>
        Assert.Equal(Username.KeyOf($"{before}w{after}"), Username.KeyOf($"{before}vv{after}")));

    [Property(MaxTest = 1000)]
    public Property A_key_is_no_longer_than_its_name() => Prop.ForAll(Names(), name =>
        Assert.True(Username.KeyOf(name).Length <= name.Length));

    [Property(MaxTest = 500)]
    public Property A_name_is_the_same_in_any_case_and_matches_the_documented_pattern() => Prop.ForAll(Names(), name =>
    {
        var normalized = Username.Normalize(name);

        Assert.Equal(normalized, Username.Normalize(name.ToUpperInvariant()));
        Assert.Equal(normalized is not null, name.Length is >= 3 and <= 30 && Regex.IsMatch(name, Username.Pattern));
    });

    private static Arbitrary<string> Names() =>
        Gen.Elements("rnvwmil10oab.-_".ToCharArray()).ArrayOf().Select(characters => new string(characters)).ToArbitrary();
}
