using System.Text;
using FsCheck.Xunit;
using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Hashing;

namespace SecureAuth.UnitTests.Passwords.Hashing;

public class BcryptSha256Tests
{
    private const string Password = "correct horse battery staple";

    [Property(MaxTest = 50)]
    public void What_was_hashed_verifies_and_anything_else_does_not(string password, string other)
    {
        if (!IsText(password) || !IsText(other))
        {
            return;
        }

        var bcrypt = TestHasher.Create(TestHasher.NewPepper(1));
        var hash = bcrypt.Hash(password);

        Assert.Equal(PasswordVerificationResult.Success, bcrypt.Verify(hash, password));
        Assert.Equal(
            password == other ? PasswordVerificationResult.Success : PasswordVerificationResult.Failed,
            bcrypt.Verify(hash, other));
    }

    [Fact]
    public void A_hash_has_passlibs_form()
    {
        Assert.Matches(
            @"^\$bcrypt-sha256\$v=2,t=2b,r=4\$[./A-Za-z0-9]{21}[.Oeu]\$[./A-Za-z0-9]{31}$", TestHasher.Create().Hash(Password));
    }

    [Fact]
    public void A_peppered_hash_adds_only_a_suffix()
    {
        var hash = TestHasher.Create(TestHasher.NewPepper(1)).Hash(Password);

        Assert.Matches(@"^\$bcrypt-sha256\$v=2,t=2b,r=4\$[./A-Za-z0-9]{22}\$[./A-Za-z0-9]{31}\$p=[0-9a-f]{12}$", hash);
    }

    [Fact]
    public void Every_hash_has_a_salt_of_its_own()
    {
        var bcrypt = TestHasher.Create();

        Assert.NotEqual(bcrypt.Hash(Password), bcrypt.Hash(Password));
    }

    [Theory]
    [InlineData(72)]
    [InlineData(73)]
    [InlineData(80)]
    [InlineData(128)]
    public void The_last_of_many_characters_counts(int length)
    {
        var bcrypt = TestHasher.Create();
        var start = new string('x', length - 1);
        var hash = bcrypt.Hash(start + "1");

        Assert.Equal(PasswordVerificationResult.Success, bcrypt.Verify(hash, start + "1"));
        Assert.Equal(PasswordVerificationResult.Failed, bcrypt.Verify(hash, start + "2"));
        Assert.Equal(PasswordVerificationResult.Failed, bcrypt.Verify(hash, start));
    }

    [Fact]
    public void The_last_of_128_emoji_counts()
    {
        var bcrypt = TestHasher.Create();
        var password = string.Concat(Enumerable.Repeat("\U0001F600", 128));
        Assert.Equal(512, Encoding.UTF8.GetByteCount(password));
        var hash = bcrypt.Hash(password);

        Assert.Equal(PasswordVerificationResult.Success, bcrypt.Verify(hash, password));
        Assert.Equal(PasswordVerificationResult.Failed, bcrypt.Verify(hash, password[..^2] + "\U0001F601"));
    }

    [Theory]
    [InlineData("correct\0horse", "correct\0house")]
    [InlineData("correct horse", "correct horse\0")]
    [InlineData("correct horse", "correct horse ")]
    [InlineData("correct horse", "Correct horse")]
    [InlineData("\u00e9clair au chocolat", "e\u0301clair au chocolat")]
    public void A_password_is_taken_exactly_as_it_was_typed(string password, string other)
    {
        var bcrypt = TestHasher.Create();
        var hash = bcrypt.Hash(password);

        Assert.Equal(PasswordVerificationResult.Success, bcrypt.Verify(hash, password));
        Assert.Equal(PasswordVerificationResult.Failed, bcrypt.Verify(hash, other));
    }

    [Fact]
    public void A_lone_surrogate_is_never_hashed()
    {
        Assert.ThrowsAny<ArgumentException>(() => TestHasher.Create().Hash("correct horse \ud800"));
    }

    [Theory]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=5$5Hg1DKFqPE8C2aflZ5vVoe$wOK1VFFtS8IGTrGa7.h5fs0u84qyPbS")]
    [InlineData("$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")]
    [InlineData(null)]
    public void A_lone_surrogate_verifies_against_nothing(string? stored)
    {
        Assert.Equal(PasswordVerificationResult.Failed, TestHasher.Create().Verify(stored, "\ud800"));
    }

    [Theory]
    [InlineData(4, 5, PasswordVerificationResult.SuccessRehashNeeded)]
    [InlineData(5, 4, PasswordVerificationResult.Success)]
    public void Another_work_factor_verifies_and_asks_to_be_rewritten_if_it_is_a_lower_one(
        int stored, int configured, PasswordVerificationResult expected)
    {
        var hash = TestHasher.Create(stored).Hash(Password);

        Assert.Equal(expected, TestHasher.Create(configured).Verify(hash, Password));
        Assert.Equal(PasswordVerificationResult.Failed, TestHasher.Create(configured).Verify(hash, "another"));
    }

    [Fact]
    public void Identity_gets_the_same_answers()
    {
        var user = new User();
        var hasher = new QueuelessPasswordHasher(TestHasher.CreateHashes());
        var hash = hasher.HashPassword(user, Password);

        Assert.Equal(PasswordVerificationResult.Success, hasher.VerifyHashedPassword(user, hash, Password));
        Assert.Equal(PasswordVerificationResult.Failed, hasher.VerifyHashedPassword(user, hash, "another"));
    }

    private static bool IsText(string? value) =>
        value is not null && !value.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar);
}
