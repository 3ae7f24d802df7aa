using SecureAuth.Core.Passwords.Policy;

namespace SecureAuth.UnitTests.Passwords.Policy;

public class CommonPasswordsTests
{
    [Theory]
    [InlineData("123qweasdzxc")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("passwordpassword")]
    [InlineData("unbelievable")]
    [InlineData("administrator")]
    [InlineData("AdministraToR")]
    [InlineData("123456789012")]
    [InlineData("1qaz2wsx3edc4rfv")]
    [InlineData("password")]
    public void A_common_password_is_known_in_any_case(string password)
    {
        Assert.True(CommonPasswords.Contains(password));
    }

    [Theory]
    [InlineData("")]
    [InlineData("kjwqhfgpxsdz")]
    [InlineData("correct horse battery staple")]
    public void An_uncommon_password_is_not_known(string password)
    {
        Assert.False(CommonPasswords.Contains(password));
    }

    [Fact]
    public void The_list_holds_more_than_3000_passwords_of_permitted_length()
    {
        Assert.True(CommonPasswords.Count(minimumLength: 12) >= 40_000);
        Assert.True(CommonPasswords.Count(minimumLength: 8) >= 50_000);
    }
}
