using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Data;
using SecureAuth.Core.Passwords.Hashing;

namespace SecureAuth.UnitTests.Passwords.Hashing;

/// <summary>
/// Hashes that others published: the reference implementation of Argon2, argon2-cffi, RFC 6070, RFC 7914, passlib, libxcrypt, and
/// the tests of ASP.NET Core Identity. Python's hashlib has made those of PBKDF2 that nobody published.
/// </summary>
public class OtherHashVectorTests
{
    private readonly PasswordHashes _hashes = TestHasher.CreateHashes();

    [Theory]
    [InlineData("password", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")]
    [InlineData("password", "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4")]
    [InlineData("password", "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc")]
    [InlineData(
        "correct horse battery staple",
        "$argon2id$v=19$m=65536,t=3,p=4$MIIRqgvgQbgj220jfp0MPA$YfwJSVjtjSU0zzV/P3S9nnQ/USre2wvJMjfCIjrTQbg")]
    public void Argon2id(string password, string hash) => Verifies(password, hash);

    [Theory]
    [InlineData(
        "password",
        "$scrypt$ln=10,r=8,p=16$TmFDbA$"
            + "/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWIurzDZLiKjiG/xCSedmDDaxyevuUqD7m2DYMvfoswGQA")]
    [InlineData("password", "$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E")]
    public void Scrypt(string password, string hash) => Verifies(password, hash);

    /// <summary>The first is from the tests of yescrypt and libxcrypt, the others are what Debian's crypt(3) makes.</summary>
    [Theory]
    [InlineData("pleaseletmein", "$7$C6..../....SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D")]
    [InlineData("test", "$7$46..../....abc$J2PcrzsKXHPzkO5wbgwv/qawp3kAmo/m7xlG0aLb2L7")]
    [InlineData(
        "pässword \U0001F600",
        "$7$3/..../....CV6Wqk6JUqHTUXvCLVFbHlSxrRDdYyaf0XBwSIuBdB5$TmofPbH3qYe0yxcz/bZUaeMck16g5G4apLx48piBNt9")]
    [InlineData("password", "$7$54....0....salt.salt.salt$00mzxwjTUOy6QcFXp.6kBH1YII/5GFKGuznwUAhrMqB")]
    public void Scrypt_of_crypt(string password, string hash) => Verifies(password, hash);

    /// <summary>The first two are from the documentation of passlib, the third from RFC 6070.</summary>
    [Theory]
    [InlineData("password", "$pbkdf2-sha256$6400$0ZrzXitFSGltTQnBWOsdAw$Y11AchqV4b0sUisdZd0Xr97KWoymNE0LNNrnEgY4H9M")]
    [InlineData("toomanysecrets", "$pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$1t8iyB2A.WF/Z5JZv.lfCIhXXN33N23OSgQYThBYRfk")]
    [InlineData(
        "passwordPASSWORDpassword",
        "$pbkdf2$i=4096,l=25$c2FsdFNBTFRzYWx0U0FMVHNhbHRTQUxUc2FsdFNBTFRzYWx0$PS7sT+QchJuAyNg2YsDkSospGpZM8vBwOA")]
    [InlineData(
        "violet tram over the harbour",
        "$pbkdf2-sha512$i=210000,l=64$AAECAwQFBgcICQoLDA0ODw"
            + "$F+nO5ssSM2feH3qbgY22rHB+7tBspeo1sCz6rF7jEmngcBoz30YNycbV0VPZCiEiIvD/lUYekIQxrnI0CneKwA")]
    [InlineData(
        "violet tram over the harbour",
        "$pbkdf2-sha256$i=27500$AAECAwQFBgcICQoLDA0ODw"
            + "$HhvTjCT8RFiHnmbe7XTvVEGGShnSKm0N+MrRRunRUn7B9b/2dkKgiefKT0n5DrMX3qO0qqdc23yik3PIwdVopA")]
    [InlineData(
        "violet tram over the harbour",
        "$pbkdf2-sha256$i=870000$YTFiMmMzZDRlNWY2$cV7WdVFFDPyn9k+eLkpi/bbY690Iz845eHtZSY2YRTI")]
    [InlineData(
        "pässword \0 \U0001F600",
        "$pbkdf2-sha512$1000$AAECAwQFBgcICQoLDA0ODw"
            + "$3KRdcPk3k5V6RtDqR4syOhd/kv7hgPhYZYm3Fk43o9oVntTm4Lsp4ma5Z3ohbku5BM4lbz06HnZ.rAjRM9hNfA")]
    public void Pbkdf2(string password, string hash) => Verifies(password, hash);

    [Theory]
    [InlineData("my password", "AAABAgMEBQYHCAkKCwwNDg+ukCEMDf0yyQ29NYubggHIVY0sdEUfdyeM+E1LtH1uJg==")]
    [InlineData("my password", "AQAAAAAAAAD6AAAAEAhftMyfTJylOlZT+eEotFXd1elee8ih5WsjXaR3PA9M")]
    [InlineData("my password", "AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==")]
    [InlineData(
        "my password",
        "AQAAAAIAAAD6AAAAIJbVi5wbMR+htSfFp8fTw8N8GOS/Sje+S/4YZcgBfU7EQuqv4OkVYmc4VJl9AGZzmRTxSkP7LtVi9IWyUxX8IAAfZ8v+ZfhjCcudtC1Y"
            + "ERSqE1OEdXLW9VukPuJWBBjLuw==")]
    public void Identity(string password, string hash) => Verifies(password, hash);

    [Theory]
    [InlineData(PasswordHasherCompatibilityMode.IdentityV2)]
    [InlineData(PasswordHasherCompatibilityMode.IdentityV3)]
    public void What_Identity_hashes_verifies(PasswordHasherCompatibilityMode mode)
    {
        var identity = new PasswordHasher<User>(
            Options.Create(new PasswordHasherOptions { CompatibilityMode = mode, IterationCount = 1234 }));

        Verifies("pässword \0 \U0001F600", identity.HashPassword(new User(), "pässword \0 \U0001F600"));
    }

    private void Verifies(string password, string hash)
    {
        Assert.Equal(ImportableHash.Accepted, _hashes.CheckImport(hash));
        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, _hashes.Verify(hash, password));
        Assert.Equal(PasswordVerificationResult.Failed, _hashes.Verify(hash, password + "x"));
        Assert.Equal(PasswordVerificationResult.Failed, _hashes.Verify(hash, ""));
    }
}
