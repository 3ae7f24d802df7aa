using FsCheck.Xunit;
using SecureAuth.Core.SecondFactor;

namespace SecureAuth.UnitTests.SecondFactor;

public sealed class RecoveryCodeTextTests
{
    private static readonly string[] Sample = [.. Enumerable.Range(0, 1000).Select(_ => RecoveryCodeText.Generate())];

    [Fact]
    public void A_code_is_six_groups_of_four_without_look_alikes() =>
        Assert.All(Sample, code => Assert.Matches("^[2-9a-hjkmnp-z]{4}(-[2-9a-hjkmnp-z]{4}){5}$", code));

    [Fact]
    public void A_code_has_at_least_112_random_bits()
    {
        var letters = Sample.Select(code => code.Replace("-", "", StringComparison.Ordinal)).ToList();
        var places = letters[0].Length;
        var used = letters.SelectMany(code => code).Distinct().Count();
        Assert.True(places * Math.Log2(used) >= 112, $"{places} places of {used} letters");

        // Every position uses the whole alphabet: a letter that never appears at a position in a thousand codes was left out.
        Assert.All(
            Enumerable.Range(0, places), place => Assert.Equal(used, letters.Select(code => code[place]).Distinct().Count()));
        Assert.Distinct(Sample);
    }

    [Property]
    public void Spaces_dashes_and_case_do_not_change_a_code(byte[] habits)
    {
        var code = RecoveryCodeText.Generate();
        var typed = string.Concat(
            code.Select((letter, place) => (habits.Length == 0 ? 0 : habits[place % habits.Length] % 6) switch
        {
            0 => char.ToUpperInvariant(letter).ToString(),
            1 => $" {letter}",
            2 => $"{letter}-",
            3 when letter == '-' => "",
            4 => $"  {char.ToUpperInvariant(letter)}--",
            _ => letter.ToString(),
        }));
        Assert.NotNull(RecoveryCodeText.Normalize(code));
        Assert.Equal(RecoveryCodeText.Normalize(code), RecoveryCodeText.Normalize(typed));
    }

    [Property]
    public void Different_codes_never_match(int place, int distance)
    {
        const string alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
        var code = RecoveryCodeText.Normalize(RecoveryCodeText.Generate())!;
        var at = Math.Abs(place % code.Length);
        var other = alphabet[(
            alphabet.IndexOf(code[at], StringComparison.Ordinal) + 1 + Math.Abs(distance % 30)) % alphabet.Length];
        Assert.NotEqual(code, RecoveryCodeText.Normalize(string.Concat(code[..at], other.ToString(), code[(at + 1)..])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("---- ----")]
    [InlineData("2345-6789-abcd-efgh-jkmn-pqr")]
    [InlineData("2345-6789-abcd-efgh-jkmn-pqrst")]
    [InlineData("0345-6789-abcd-efgh-jkmn-pqrs")]
    [InlineData("1345-6789-abcd-efgh-jkmn-pqrs")]
    [InlineData("i345-6789-abcd-efgh-jkmn-pqrs")]
    [InlineData("l345-6789-abcd-efgh-jkmn-pqrs")]
    [InlineData("o345-6789-abcd-efgh-jkmn-pqrs")]
    [InlineData("2345_6789_abcd_efgh_jkmn_pqrs")]
    [InlineData("2345-6789-abcd-efgh-jkmn-pqr\0")]
    [InlineData("123456")]
    public void Other_text_is_not_a_code(string typed) => Assert.Null(RecoveryCodeText.Normalize(typed));
}
