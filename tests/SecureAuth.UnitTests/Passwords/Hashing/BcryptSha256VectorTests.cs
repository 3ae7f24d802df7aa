using Microsoft.AspNetCore.Identity;
using PasswordOptions = SecureAuth.Core.Passwords.PasswordOptions;

namespace SecureAuth.UnitTests.Passwords.Hashing;

/// <summary>Hashes that other implementations published or made: passlib 1.7.4 and crypt_blowfish (libxcrypt).</summary>
public class BcryptSha256VectorTests
{
    private const string Table = "t\u00e1\u0411\u2113\u0259";
    private const string SeventyTwo = "abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123abc123";

    [Theory]
    [InlineData("", "$bcrypt-sha256$v=2,t=2b,r=5$E/e/2AOhqM5W/KJTFQzLce$WFPIZKtDDTriqWwlmRFfHiOTeheAZWe")]
    [InlineData("password", "$bcrypt-sha256$v=2,t=2b,r=5$5Hg1DKFqPE8C2aflZ5vVoe$wOK1VFFtS8IGTrGa7.h5fs0u84qyPbS")]
    [InlineData(Table, "$bcrypt-sha256$v=2,t=2b,r=5$.US1fQ4TQS.ZTz/uJ5Kyn.$pzzgp40k8reM1CuQb03PvE0IDPQSdV6")]
    [InlineData(SeventyTwo, "$bcrypt-sha256$v=2,t=2b,r=5$X1g1nh3g0v4h6970O68cxe$zu1cloESVFIOsUIo7fCEgkdHaI9SSue")]
    [InlineData(SeventyTwo + "qwr", "$bcrypt-sha256$v=2,t=2b,r=5$X1g1nh3g0v4h6970O68cxe$CBF9csfEdW68xv3DwE6xSULXMtqEFP.")]
    [InlineData(SeventyTwo + "xyz", "$bcrypt-sha256$v=2,t=2b,r=5$X1g1nh3g0v4h6970O68cxe$zC/1UDUG2ofEXB6Onr2vvyFzfhEOS3S")]
    [InlineData("a\0b", "$bcrypt-sha256$v=2,t=2b,r=4$abcdefghijklmnopqrstuu$1esrCly2Qqr0McAuXNgjR3brYc9GUzS")]
    public void A_hash_of_passlib_verifies(string password, string hash)
    {
        Assert.NotEqual(PasswordVerificationResult.Failed, TestHasher.Create().Verify(hash, password));
        Assert.Equal(PasswordVerificationResult.Failed, TestHasher.Create().Verify(hash, password + "x"));
    }

    [Fact]
    public void Passlibs_default_hash_is_current_at_work_factor_12()
    {
        const string hash = "$bcrypt-sha256$v=2,t=2b,r=12$n79VH.0Q2TMWmt3Oqt9uku$Kq4Noyk3094Y2QlB8NdRT8SvGiI4ft2";

        Assert.Equal(PasswordVerificationResult.Success, TestHasher.Create(workFactor: 12).Verify(hash, "password"));
    }

    [Theory]
    [InlineData("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK")]
    [InlineData("U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a")]
    [InlineData("", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy")]
    [InlineData(Table, "$2a$05$Z17AXnnlpzddNUvnC6cZNOSwMA/8oNiKnHTHTwLlBijfucQQlHjaG")]
    [InlineData("\u00e9\u20ac\U0001F600", "$2a$04$abcdefghijklmnopqrstuuWbNCLGQnJuxTRIo4rzUTCh6JVKJ2Nvy")]
    [InlineData("\u00e9\u20ac\U0001F600", "$2b$04$abcdefghijklmnopqrstuuWbNCLGQnJuxTRIo4rzUTCh6JVKJ2Nvy")]
    [InlineData("\u00e9\u20ac\U0001F600", "$2y$04$abcdefghijklmnopqrstuuWbNCLGQnJuxTRIo4rzUTCh6JVKJ2Nvy")]
    public void An_imported_bcrypt_hash_verifies_and_asks_to_be_rewritten(string password, string hash)
    {
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, TestHasher.Create().Verify(hash, password));
        Assert.Equal(PasswordVerificationResult.Failed, TestHasher.Create().Verify(hash, password + "x"));
    }

    [Fact]
    public void An_imported_bcrypt_hash_ignores_what_its_own_system_ignored_and_is_not_rewritten_from_it()
    {
        const string hash = "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui";
        const string password = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

        Assert.Equal(
            PasswordVerificationResult.Success, TestHasher.Create().Verify(hash, password + "chars after 72 are ignored"));
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, TestHasher.Create().Verify(hash, password));
        Assert.Equal(PasswordVerificationResult.Failed, TestHasher.Create().Verify(hash, password[..71]));
    }

    [Fact]
    public void If_truncation_is_not_accepted_a_password_that_bcrypt_would_cut_is_wrong()
    {
        const string hash = "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui";
        const string password = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        var hasher = TestHasher.Create(new PasswordOptions { BcryptWorkFactor = 5, AcceptTruncation = false });

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, hasher.Verify(hash, password));
        Assert.Equal(PasswordVerificationResult.Failed, hasher.Verify(hash, password + "x"));
        Assert.Equal(PasswordVerificationResult.Failed, hasher.Verify(hash, password + "\0"));

        // bcrypt reads this one as it reads the empty password, to which the hash belongs.
        const string empty = "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy";
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, hasher.Verify(empty, ""));
        Assert.Equal(PasswordVerificationResult.Failed, hasher.Verify(empty, "\0"));

        // What we hash ourselves is never cut.
        var ours = hasher.Hash(password + "x\0y");
        Assert.Equal(PasswordVerificationResult.Success, hasher.Verify(ours, password + "x\0y"));
        Assert.Equal(PasswordVerificationResult.Failed, hasher.Verify(ours, password + "x\0z"));
    }
}
