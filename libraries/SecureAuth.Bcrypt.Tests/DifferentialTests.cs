using System.Globalization;
using System.Text;

namespace SecureAuth.Hashing.Tests;

/// <summary>Compares our hashes with those of BCrypt.Net-Next and of crypt(3).</summary>
public class DifferentialTests
{
    /// <summary>How many random passwords are compared with each of the two, if not <see cref="UsualPairs"/>.</summary>
    private const string PairsVariable = "SECUREAUTH_BCRYPT_PAIRS";

    /// <summary>4,000 hashes of other implementations in all.</summary>
    private const int UsualPairs = 2_000;

    private const int Lanes = BcryptLanes.MaximumLanes;

    [Fact]
    public void Random_passwords_hash_as_BCrypt_Net_Next_hashes_them_and_as_crypt3_does()
    {
        var asked = Environment.GetEnvironmentVariable(PairsVariable);
        var pairs = asked is null ? UsualPairs : int.Parse(asked, CultureInfo.InvariantCulture);
        Assert.True(asked is null || Crypt3.IsAvailable, "This system has no libcrypt.so.1 to compare with.");
        Assert.True(pairs > 0 && pairs % Lanes == 0, "The number of passwords must be a multiple of the lanes.");
        var compared = 0;
        string[] prefixes = ["$2a$04$", "$2b$04$", "$2y$04$"];
        Parallel.For(0, pairs / Lanes, () => new BcryptLanes(), (batch, _, engine) =>
        {
            var inputs = Enumerable.Range(0, Lanes).Select(_ => TestInputs.RandomText()).ToArray();

            // The loops for one, two, three and four passwords take turns.
            foreach (var call in inputs.Chunk(1 + (batch % Lanes)))
            {
                engine.Digest(call);
            }

            for (var lane = 0; lane < Lanes; lane++)
            {
                var input = inputs[lane];
                var setting = prefixes[(batch + lane) % prefixes.Length] + input.Salt;
                var digest = BcryptBase64.Encode(input.Digest);
                Assert.Equal(BCrypt.Net.BCrypt.HashPassword(Encoding.UTF8.GetString(input.Password), setting)[29..], digest);
                Assert.True(!Crypt3.IsAvailable || Crypt3.Hash(input.Password, setting) == setting + digest);
                Interlocked.Increment(ref compared);
            }

            return engine;
        }, _ => { });

        Assert.Equal(pairs, compared);
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{compared} passwords, each against BCrypt.Net-Next and {(Crypt3.IsAvailable ? "crypt(3)" : "nothing else")}.");
    }

    [Fact]
    public void Every_length_counts_up_to_72_bytes_and_no_further()
    {
        var engine = new BcryptLanes();
        var salt = BcryptBase64.NewSalt();
        var previous = "";
        for (var length = 0; length <= 80; length++)
        {
            var password = Enumerable.Repeat((byte)'x', length).ToArray();
            var setting = "$2b$04$" + salt;
            var input = new BcryptInput(password, salt, 4);
            engine.Digest([input]);
            var digest = BcryptBase64.Encode(input.Digest);

            Assert.Equal(BCrypt.Net.BCrypt.HashPassword(Encoding.ASCII.GetString(password), setting), setting + digest);
            Assert.Equal(length > 72, digest == previous);
            previous = digest;
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_hash_as_crypt3_hashes_them()
    {
        Assert.SkipUnless(Crypt3.IsAvailable, "This system has no libcrypt.so.1.");
        foreach (var prefix in (string[])["$2b$", "$2y$"])
        {
            foreach (var hex in (string[])["A3", "FFFFA3", "FFA334FFFFFFA3333435", "D1918D", "80", "FF"])
            {
                var password = Convert.FromHexString(hex);
                var setting = prefix + "04$/OK.fbVrR/bpIqNJ5ianF.";
                var input = new BcryptInput(password, setting[7..], 4);
                new BcryptLanes().Digest([input]);
                Assert.Equal(Crypt3.Hash(password, setting), setting + BcryptBase64.Encode(input.Digest));
            }
        }
    }

    [Fact]
    public void Others_verify_our_hashes_and_we_theirs()
    {
        for (var round = 0; round < 20; round++)
        {
            var password = $"Пароль {round} €";
            var ours = Bcrypt.Hash(password, 4);
            var theirs = BCrypt.Net.BCrypt.HashPassword(password, 4);

            Assert.True(BCrypt.Net.BCrypt.Verify(password, ours));
            Assert.True(Bcrypt.Verify(password, theirs));
            Assert.True(!Crypt3.IsAvailable || Crypt3.Hash(Encoding.UTF8.GetBytes(password), ours) == ours);
        }
    }
}
