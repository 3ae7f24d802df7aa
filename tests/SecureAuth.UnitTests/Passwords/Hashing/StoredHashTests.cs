using FsCheck.Xunit;
using Microsoft.AspNetCore.Identity;

namespace SecureAuth.UnitTests.Passwords.Hashing;

/// <summary>A stored hash may be damaged or malformed.</summary>
public class StoredHashTests
{
    private const string Valid = "$bcrypt-sha256$v=2,t=2b,r=4$abcdefghijklmnopqrstuu$6eeTxYH54oiZ0Z7.zjNaUH4ORExX7RG";

    [Fact]
    public void The_undamaged_hash_verifies()
    {
        Assert.Equal(PasswordVerificationResult.Success, TestHasher.Create().Verify(Valid, "password"));
    }

    [Property(MaxTest = 100)]
    public void Any_other_text_fails_and_does_not_throw(string? stored)
    {
        Assert.Equal(PasswordVerificationResult.Failed, TestHasher.Create().Verify(stored, "password"));
    }

    [Property(MaxTest = 100)]
    public void A_hash_with_one_character_changed_fails_and_does_not_throw(ushort position, char replacement)
    {
        var damaged = Valid.ToCharArray();
        damaged[position % damaged.Length] = replacement;
        var expected = Valid.AsSpan(
            ).SequenceEqual(damaged) ? PasswordVerificationResult.Success : PasswordVerificationResult.Failed;

        Assert.Equal(expected, TestHasher.Create().Verify(new string(damaged), "password"));
    }

    [Property(MaxTest = 100)]
    public void A_truncated_or_extended_hash_fails_and_does_not_throw(byte length, char extra)
    {
        Assert.Equal(PasswordVerificationResult.Failed, TestHasher.Create().Verify(Valid[..(length % Valid.Length)], "password"));
        Assert.Equal(PasswordVerificationResult.Failed, TestHasher.Create().Verify(Valid + extra, "password"));
    }

    [Theory]
    [InlineData("$bcrypt-sha256$v=1,t=2b,r=4$abcdefghijklmnopqrstuu$6eeTxYH54oiZ0Z7.zjNaUH4ORExX7RG")]
    [InlineData("$bcrypt-sha256$v=2,t=2a,r=4$abcdefghijklmnopqrstuu$6eeTxYH54oiZ0Z7.zjNaUH4ORExX7RG")]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=04$abcdefghijklmnopqrstuu$6eeTxYH54oiZ0Z7.zjNaUH4ORExX7RG")]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=3$abcdefghijklmnopqrstuu$6eeTxYH54oiZ0Z7.zjNaUH4ORExX7RG")]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=4$abcdefghijklmnopqrstuu$6eeTxYH54oiZ0Z7.zjNaUH4ORExX7RG\n")]
    [InlineData("$2x$04$abcdefghijklmnopqrstuuMFdJu9yVgmagVAIC24fOZkaFqd3s9JC")]
    [InlineData("$2$04$abcdefghijklmnopqrstuuMFdJu9yVgmagVAIC24fOZkaFqd3s9JC")]
    public void An_unknown_variant_fails(string stored)
    {
        Assert.Equal(PasswordVerificationResult.Failed, TestHasher.Create().Verify(stored, "password"));
        Assert.Equal(PasswordVerificationResult.Failed, TestHasher.Create().Verify(stored, "a"));
    }

    [Theory]
    [InlineData("$bcrypt-sha256$v=2,t=2b,r=31$abcdefghijklmnopqrstuu$6eeTxYH54oiZ0Z7.zjNaUH4ORExX7RG")]
    [InlineData("$2b$31$abcdefghijklmnopqrstuuMFdJu9yVgmagVAIC24fOZkaFqd3s9JC")]
    public void An_absurd_work_factor_is_refused_without_hashing(string stored)
    {
        // Hashing with this work factor would take longer than a lifetime.
        Assert.Equal(PasswordVerificationResult.Failed, TestHasher.Create().Verify(stored, "a"));
    }
}
