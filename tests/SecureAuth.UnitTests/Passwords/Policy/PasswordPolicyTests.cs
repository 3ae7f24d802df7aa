using FsCheck.Xunit;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Policy;

namespace SecureAuth.UnitTests.Passwords.Policy;

public class PasswordPolicyTests
{
    private const string Email = "jennifer.o-brian85+news@mail.northwind.example";
    private const string DisplayName = "Jenny O'Brian-Castellanos";
    private const string Username = "quicksilver";

    private static readonly PersonalData Owner = new(Email, DisplayName, Username);

    [Theory]
    [InlineData("vxkqzjwmhtrbplcnaegd")]
    [InlineData("83920175466182930475")]
    [InlineData("correct horse battery staple")]
    [InlineData("river lamp stone cloud")]
    [InlineData("kjwqhfgpxsdz")]
    [InlineData("Xk9#mQ2$vL7p")]
    [InlineData("  leading and trailing spaces  ")]
    [InlineData(
        "\U0001F600\U0001F680\U0001F355\U0001F419\U0001F308\U0001F3B2"
        + "\U0001F9CA\U0001F525\U0001F980\U0001F3B8\U0001F4A1\U0001F6B2")]
    [InlineData("\u043a\u043e\u0440\u043e\u0432\u0430 \u043f\u044c\u0451\u0442 \u043c\u043e\u043b\u043e\u043a\u043e")]
    public void A_strong_password_of_any_composition_is_allowed(string password)
    {
        Assert.Empty(Check(password));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(72)]
    [InlineData(73)]
    [InlineData(128)]
    public void A_long_password_is_allowed(int length)
    {
        Assert.Empty(Check(LongPassword(length)));
    }

    [Fact]
    public void A_password_of_129_code_points_is_too_long()
    {
        Assert.Equal(["too_long"], Check(LongPassword(129)));
    }

    [Fact]
    public void Length_counts_code_points_rather_than_UTF_16_units()
    {
        Assert.Contains("too_short", Check(
            "\U0001F600\U0001F680\U0001F355\U0001F419\U0001F308\U0001F3B2\U0001F9CA\U0001F525\U0001F980\U0001F3B8\U0001F4A1"));
        Assert.DoesNotContain("too_long", Check(string.Concat(Enumerable.Repeat("\U0001F600", 128))));
        Assert.Contains("too_long", Check(string.Concat(Enumerable.Repeat("\U0001F600", 129))));
    }

    [Theory]
    [InlineData("Xk9#mQ2$vL7", 12)]
    [InlineData("", 12)]
    [InlineData("Xk9#mQ2$vL7pT4@wZ6!", 20)]
    public void A_password_below_the_minimum_is_too_short(string password, int minimum)
    {
        Assert.Contains("too_short", Policy(new PasswordOptions { MinimumLength = minimum }).Check(password, Owner));
    }

    [Theory]
    [InlineData("jennifer")]
    [InlineData("JENNIFER")]
    [InlineData("brian")]
    [InlineData("news")]
    [InlineData("northwind")]
    [InlineData("Northwind")]
    [InlineData("Castellanos")]
    [InlineData("jenny")]
    [InlineData("QuickSilver")]
    [InlineData("SecureAuth")]
    [InlineData("jennifer.o-brian85+news@mail.northwind.example")]
    public void Personal_data_may_not_be_part_of_the_password(string word)
    {
        Assert.Contains("contains_personal_data", Check("kX9#" + word + "vL7pwq"));
    }

    [Theory]
    [InlineData("bob@x.io", "xbob vk2 wjq zpd")]
    [InlineData("someone@site.com", "com vk2 wjq zpdx")]
    public void Short_words_and_the_top_level_domain_are_not_personal(string email, string password)
    {
        var owner = new PersonalData(email, "Al", Username: null);

        Assert.DoesNotContain("contains_personal_data", Policy(new PasswordOptions()).Check(password, owner));
    }

    [Theory]
    [InlineData("unbelievable1")]
    [InlineData("Summer2024!!")]
    [InlineData("P@ssw0rd1234")]
    [InlineData("zzzzzzzzzzzzzzzzzzzz")]
    [InlineData("abababababababababab")]
    [InlineData("aB3$aB3$aB3$aB3$")]
    [InlineData("01011999010119990101199901011999")]
    public void An_easily_guessed_password_is_refused(string password)
    {
        Assert.Contains("too_guessable", Check(password));
    }

    [Fact]
    public void A_disguised_name_is_easily_guessed()
    {
        const string Password = "wr0c1awiak2020";

        Assert.DoesNotContain("too_guessable", Policy(new PasswordOptions()).Check(Password, OwnerOf("someone@site.example")));
        Assert.Contains("too_guessable", Policy(new PasswordOptions()).Check(Password, OwnerOf("wroclawiak@site.example")));
    }

    [Fact]
    public void Every_reason_is_reported()
    {
        var options = new PasswordOptions { RequireSymbol = true, MinimumLength = 16 };

        Assert.Equal(
            ["too_short", "composition", "common", "contains_personal_data", "too_guessable"],
            Policy(options).Check("administrator", OwnerOf("administrator@site.example")));
    }

    [Theory]
    [InlineData("vxkqzjwm4trb#", true, false, false)]
    [InlineData("vxkqzjwmHtrb#", false, true, false)]
    [InlineData("vxkqzjwmHtr4b", false, false, true)]
    public void A_required_character_class_must_be_present(string password, bool uppercase, bool digit, bool symbol)
    {
        var options = new PasswordOptions { RequireUppercase = uppercase, RequireDigit = digit, RequireSymbol = symbol };

        Assert.Equal(["composition"], Policy(options).Check(password, Owner));
        Assert.Empty(Policy(options).Check(password + "H4#", Owner));
    }

    [Property(MaxTest = 100)]
    public void Any_text_is_evaluated_without_an_exception(
        string? password, string? email, string? displayName, string? username)
    {
        var reasons = Policy(new PasswordOptions()).Check(
            password ?? "", new PersonalData(email ?? "", displayName, username));

        Assert.Equal(reasons.Distinct(), reasons);
    }

    [Property(MaxTest = 100)]
    public void The_local_part_is_personal_wherever_it_is(char before, char after)
    {
        Assert.Contains("contains_personal_data", Check($"{before}jennifer.o-brian85+news{after}"));
    }

    private static string LongPassword(int length)
    {
        const string pattern = "k7 wVx#q2 Jz!m9 Td$r4 ";
        return string.Concat(Enumerable.Range(0, 10).Select(i => (char)('a' + i) + pattern))[..length];
    }

    private static PersonalData OwnerOf(string email) => new(email, DisplayName: null, Username: null);

    private static IReadOnlyList<string> Check(string password) =>
        Policy(new PasswordOptions()).Check(password, Owner);

    private static PasswordPolicy Policy(PasswordOptions options) => new(Options.Create(options), breaches: null!);
}
