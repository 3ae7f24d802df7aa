using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Testing;
using SecureAuth.Core.Passwords.Hashing;

namespace SecureAuth.UnitTests.Passwords.Hashing;

public class PepperTests
{
    private const string Password = "correct horse battery staple";
    private static readonly string Old = TestHasher.NewPepper(1);
    private static readonly string New = TestHasher.NewPepper(2);

    [Fact]
    public void The_current_pepper_is_current()
    {
        Assert.Equal(PasswordVerificationResult.Success, TestHasher.Create(New, Old).Verify(
            TestHasher.Create(New).Hash(Password), Password));
    }

    [Fact]
    public void An_older_pepper_verifies_and_asks_to_be_rewritten()
    {
        var rotated = TestHasher.Create(New, Old);
        var hash = TestHasher.Create(Old).Hash(Password);

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, rotated.Verify(hash, Password));
        Assert.Equal(PasswordVerificationResult.Failed, rotated.Verify(hash, "another"));
    }

    [Fact]
    public void A_hash_made_before_there_was_a_pepper_asks_to_be_rewritten()
    {
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, TestHasher.Create(New).Verify(
            TestHasher.Create().Hash(Password), Password));
    }

    [Fact]
    public void A_removed_pepper_fails_and_the_log_names_only_its_fingerprint()
    {
        var hash = TestHasher.Create(Old).Hash(Password);
        var log = new FakeLogger<BcryptSha256>();

        Assert.Equal(
            PasswordVerificationResult.Failed, TestHasher.Create(TestHasher.LowestWorkFactor, log, New).Verify(hash, Password));

        var line = Assert.Single(log.Collector.GetSnapshot()).Message;
        Assert.Contains(hash[^12..], line, StringComparison.Ordinal);
        Assert.DoesNotContain(hash, line, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_peppered_hash_without_its_suffix_does_not_verify_without_the_pepper()
    {
        var hash = TestHasher.Create(Old).Hash(Password);

        Assert.Equal(PasswordVerificationResult.Failed, TestHasher.Create().Verify(hash[..^15], Password));
    }

    [Fact]
    public void The_fingerprint_does_not_depend_on_the_position_in_the_list()
    {
        var hash = TestHasher.Create(Old).Hash(Password);

        Assert.NotEqual(
            PasswordVerificationResult.Failed, TestHasher.Create(New, TestHasher.NewPepper(3), Old).Verify(hash, Password));
    }
}
