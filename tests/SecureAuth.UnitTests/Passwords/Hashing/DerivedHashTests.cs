using FsCheck.Xunit;
using Microsoft.AspNetCore.Identity;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Hashing;
using PasswordOptions = SecureAuth.Core.Passwords.PasswordOptions;

namespace SecureAuth.UnitTests.Passwords.Hashing;

/// <summary>Hashes that are malformed or cost too much, and Argon2id for new hashes.</summary>
public class DerivedHashTests
{
    private const string Argon2Key = "$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
    private const string Argon2Hash = "$argon2id$v=19$m=256,t=2,p=1" + Argon2Key;
    private const string ScryptKey = "$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E";

    private const string CryptKey = "SodiumChloride$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D";

    private const string Pbkdf2Key = "$0ZrzXitFSGltTQnBWOsdAw$Y11AchqV4b0sUisdZd0Xr97KWoymNE0LNNrnEgY4H9M";

    private readonly PasswordHashes _hashes = TestHasher.CreateHashes();

    [Theory]
    [InlineData("$argon2id$v=19$m=262145,t=1,p=1" + Argon2Key)]
    [InlineData("$argon2id$v=19$m=999999999,t=1,p=1" + Argon2Key)]
    [InlineData("$argon2id$v=19$m=256,t=17,p=1" + Argon2Key)]
    [InlineData("$argon2id$v=19$m=262144,t=5,p=1" + Argon2Key)]
    [InlineData("$argon2id$v=19$m=256,t=2,p=17" + Argon2Key)]
    [InlineData("$scrypt$ln=19,r=8,p=1" + ScryptKey)]
    [InlineData("$scrypt$ln=63,r=8,p=1" + ScryptKey)]
    [InlineData("$scrypt$ln=16,r=1,p=1" + ScryptKey)]
    [InlineData("$scrypt$ln=1,r=33,p=1" + ScryptKey)]
    [InlineData("$scrypt$ln=18,r=8,p=5" + ScryptKey)]
    [InlineData("$7$H6..../...." + CryptKey)]
    [InlineData("$7$z6..../...." + CryptKey)]
    [InlineData("$7$CzzzzzZ...." + CryptKey)]
    [InlineData("$7$C6....zzzzz" + CryptKey)]
    [InlineData("$7$3V..../...." + CryptKey)]
    [InlineData("$7$C6....F...." + CryptKey)]
    [InlineData("AQAAAAEALcbBAAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==")]
    [InlineData("AQAAAAH/////AAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==")]
    [InlineData("$pbkdf2-sha256$3000001" + Pbkdf2Key)]
    [InlineData("$pbkdf2-sha512$i=999999999,l=32" + Pbkdf2Key)]
    [InlineData("$pbkdf2$1500001" + Pbkdf2Key)]
    [InlineData("$2b$17$abcdefghijklmnopqrstuuMFdJu9yVgmagVAIC24fOZkaFqd3s9JC")]
    public void A_hash_above_the_limits_is_refused_and_not_computed(string hash)
    {
        Assert.Equal(ImportableHash.TooCostly, _hashes.CheckImport(hash));

        var job = _hashes.BeginVerify(hash, "password");
        Assert.True(job.IsTypical);
        Assert.IsType<BcryptWork>(job.Work);
    }

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("$argon2i$v=19$m=256,t=2,p=1" + Argon2Key)]
    [InlineData("$argon2id$v=16$m=256,t=2,p=1" + Argon2Key)]
    [InlineData("$argon2id$v=19$m=7,t=2,p=1" + Argon2Key)]
    [InlineData("$argon2id$v=19$m=0,t=2,p=1" + Argon2Key)]
    [InlineData("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgL")]
    [InlineData(Argon2Hash + "\n")]
    [InlineData("$scrypt$ln=0,r=8,p=1" + ScryptKey)]
    [InlineData("$7$.6..../...." + CryptKey)]
    [InlineData("$7$C...../...." + CryptKey)]
    [InlineData("$7$C6........." + CryptKey)]
    [InlineData("$7$C6..../....salt$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8")]
    [InlineData("$7$C6..../....salt$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8z")]
    [InlineData("$7$C6..../....sa:lt$kBGj9fHznVYFQMEn/qDCfrDevf9YDtcDdKvEqHJLV8D")]
    [InlineData("$7$C6..../....SodiumChloride")]
    [InlineData("$pbkdf2-sha256$0" + Pbkdf2Key)]
    [InlineData("$pbkdf2-sha256$i=6400,l=33" + Pbkdf2Key)]
    [InlineData("$pbkdf2-sha256$6400,l=0" + Pbkdf2Key)]
    [InlineData("$pbkdf2-md5$6400" + Pbkdf2Key)]
    [InlineData("$pbkdf2-sha256$6400$0ZrzXitFSG$Y11AchqV4b0sUisdZd0Xr97KWoymNE0LNNrnEgY4H9M")]
    [InlineData("$pbkdf2-sha256$6400$0ZrzXitFSGltTQnBWOsdAw$Y11AchqV4b0sUisd")]
    [InlineData("$pbkdf2-sha256$6400$0ZrzXitFSGltTQnBWOsdAw")]
    [InlineData("$1$salt$qJH7.N4xYta3aEG/dfqo/0")]
    [InlineData("AgAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==")]
    [InlineData("AQAAAAMAACcQAAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==")]
    [InlineData("AQAAAAEAAAAAAAAAEAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==")]
    [InlineData("AQAAAAEAACcQAAAAQAABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==")]
    [InlineData("AQAAAAEAACcQ/////wABAgMEBQYHCAkKCwwNDg+yWU7rLgUwPZb1Itsmra7cbxw2EFpwpVFIEtP+JIuUEw==")]
    public void An_unknown_format_is_refused(string hash)
    {
        Assert.Equal(ImportableHash.UnknownFormat, _hashes.CheckImport(hash));
        Assert.Equal(PasswordVerificationResult.Failed, _hashes.Verify(hash, "password"));
    }

    [Property(MaxTest = 200)]
    public void A_hash_with_one_character_changed_does_not_throw(ushort position, char replacement)
    {
        var damaged = Argon2Hash.ToCharArray();
        damaged[position % damaged.Length] = replacement;

        _hashes.Verify(new string(damaged), "another");
        _hashes.CheckImport(new string(damaged));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Pepper)]
    public void A_new_hash_with_Argon2id_verifies_and_is_current(string? pepper)
    {
        var hashes = Configured(PasswordAlgorithm.Argon2id, 64, 2, pepper);

        var hash = hashes.Hash("violet anvil tuesday");

        Assert.Matches(
            @"^\$argon2id\$v=19\$m=64,t=2,p=1\$[+/A-Za-z0-9]{22}\$[+/A-Za-z0-9]{43}"
                + (pepper is null ? "$" : @"\$p=[0-9a-f]{12}$"),
            hash);
        Assert.Equal(PasswordVerificationResult.Success, hashes.Verify(hash, "violet anvil tuesday"));
        Assert.Equal(PasswordVerificationResult.Failed, hashes.Verify(hash, "violet anvil tuesday "));
        Assert.NotEqual(hash, hashes.Hash("violet anvil tuesday"));
    }

    [Fact]
    public void Without_its_pepper_a_hash_verifies_nothing_and_cannot_be_imported()
    {
        var hash = Configured(PasswordAlgorithm.Argon2id, 64, 2, Pepper).Hash("violet anvil tuesday");

        Assert.Equal(ImportableHash.UnknownPepper, _hashes.CheckImport(hash));
        Assert.Equal(PasswordVerificationResult.Failed, _hashes.Verify(hash, "violet anvil tuesday"));
        Assert.Equal(
            PasswordVerificationResult.SuccessRehashNeeded,
            Configured(PasswordAlgorithm.Bcrypt, 64, 2, Pepper).Verify(hash, "violet anvil tuesday"));
    }

    [Theory]
    [InlineData(128, 2, PasswordVerificationResult.SuccessRehashNeeded)]
    [InlineData(64, 3, PasswordVerificationResult.SuccessRehashNeeded)]
    [InlineData(32, 2, PasswordVerificationResult.Success)]
    [InlineData(64, 1, PasswordVerificationResult.Success)]
    public void Only_a_lower_cost_is_outdated(int memory, int iterations, PasswordVerificationResult expected)
    {
        var hash = Configured(PasswordAlgorithm.Argon2id, 64, 2).Hash("violet anvil tuesday");

        Assert.Equal(expected, Configured(PasswordAlgorithm.Argon2id, memory, iterations).Verify(hash, "violet anvil tuesday"));
    }

    [Fact]
    public async Task A_hash_that_replaces_another_is_never_cheaper()
    {
        var stored = Configured(PasswordAlgorithm.Argon2id, 64, 3).Hash("violet anvil tuesday");

        var job = Configured(PasswordAlgorithm.Argon2id, 128, 2).BeginHash("violet anvil tuesday", stored);
        ((DerivationWork)job.Work).Run();
        job.Complete();

        Assert.StartsWith("$argon2id$v=19$m=128,t=3,p=1$", await job.Task, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PasswordAlgorithm.Bcrypt, PasswordAlgorithm.Argon2id)]
    [InlineData(PasswordAlgorithm.Argon2id, PasswordAlgorithm.Bcrypt)]
    public void A_hash_of_the_other_algorithm_is_outdated(PasswordAlgorithm before, PasswordAlgorithm after)
    {
        var hash = Configured(before, 64, 2, Pepper).Hash("violet anvil tuesday");

        var hashes = Configured(after, 64, 2, Pepper);

        Assert.Equal(PasswordVerificationResult.SuccessRehashNeeded, hashes.Verify(hash, "violet anvil tuesday"));
        Assert.Equal(PasswordVerificationResult.Failed, hashes.Verify(hash, "another"));
        Assert.False(hashes.BeginVerify(hash, "another").IsTypical);
    }

    [Fact]
    public void An_unknown_account_costs_as_much_as_a_new_hash_with_Argon2id()
    {
        var work = Assert.IsType<DerivationWork>(
            Configured(PasswordAlgorithm.Argon2id, 64, 2).BeginVerify(null, "password").Work);

        var argon2 = Assert.IsType<Argon2id>(work.Derivation);
        Assert.Equal((64, 2, 1), (argon2.MemoryKiB, argon2.Iterations, argon2.Parallelism));
    }

    private const string Pepper = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private static PasswordHashes Configured(PasswordAlgorithm algorithm, int memory, int iterations, string? pepper = null) =>
        TestHasher.CreateHashes(new PasswordOptions
        {
            Algorithm = algorithm,
            BcryptWorkFactor = TestHasher.LowestWorkFactor,
            Argon2 = new Argon2Options { MemoryKiB = memory, Iterations = iterations },
            Peppers = pepper is null ? [] : [pepper],
        });
}
