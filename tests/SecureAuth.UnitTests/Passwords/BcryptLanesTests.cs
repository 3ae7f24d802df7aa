using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SecureAuth.Core.Passwords;
using SecureAuth.Core.Passwords.Hashing;
using Xunit;

namespace SecureAuth.UnitTests.Passwords;

/// <summary>Our bcrypt against published hashes, against BCrypt.Net-Next and against crypt(3).</summary>
public class BcryptLanesTests
{
    /// <summary>How many random passwords are compared, if not the usual ones: a multiple of the lanes.</summary>
    private const string PairsVariable = "SECUREAUTH_BCRYPT_PAIRS";

    /// <summary>Half a minute's worth.</summary>
    private const int UsualPairs = 10_000;

    private const int Lanes = BcryptLanes.MaximumLanes;

    /// <summary>The hashes that crypt_blowfish and passlib test themselves with: passwords as bytes in hexadecimal.</summary>
    public static TheoryData<string, string> Published => new()
    {
        { Hex("U*U"), "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW" },
        { Hex("U*U*"), "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK" },
        { Hex("U*U*U"), "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a" },
        { "", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy" },
        { Hex("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored"), "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui" },

        // The sign extension's: bytes from 0x80 on, right in all of these.
        { "A3", "$2a$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq" },
        { "A3", "$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq" },
        { "FFFFA3", "$2y$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e" },
    };

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));

    [Theory]
    [MemberData(nameof(Published))]
    public void A_published_hash_comes_out_in_every_lane(string passwordInHex, string hash)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            var inputs = Enumerable.Range(0, Lanes).Select(_ => RandomInput(5)).ToArray();
            inputs[lane] = Input(Convert.FromHexString(passwordInHex), hash[7..29], 5);

            new BcryptLanes().Digest(inputs);

            Assert.Equal(hash[29..], BcryptBase64.Encode(inputs[lane].Digest));
        }
    }

    [Fact]
    public void The_sign_extensions_hashes_are_crypt3s_too()
    {
        SkipWithoutCrypt3();
        foreach (var prefix in (string[])["$2b$", "$2y$"])
        {
            foreach (var hex in (string[])["A3", "FFFFA3", "FFA334FFFFFFA3333435", "D1918D", "80", "FF"])
            {
                var password = Convert.FromHexString(hex);
                var setting = prefix + "04$/OK.fbVrR/bpIqNJ5ianF.";
                var input = Input(password, setting[7..], 4);
                new BcryptLanes().Digest([input]);
                Assert.Equal(Crypt3.Hash(password, setting), setting + BcryptBase64.Encode(input.Digest));
            }
        }
    }

    [Fact]
    public void Random_passwords_hash_as_BCrypt_Net_Next_hashes_them_and_as_crypt3_does()
    {
        var asked = Environment.GetEnvironmentVariable(PairsVariable);
        var pairs = asked is null ? UsualPairs : int.Parse(asked, CultureInfo.InvariantCulture);
        Assert.True(asked is null || Crypt3.IsAvailable, "This system has no libcrypt.so.1 to compare with.");
        var compared = 0;
        string[] prefixes = ["$2a$04$", "$2b$04$", "$2y$04$"];
        Parallel.For(0, pairs / Lanes, () => new BcryptLanes(), (batch, _, engine) =>
        {
            var inputs = Enumerable.Range(0, Lanes).Select(_ => RandomText()).ToArray();
            engine.Digest(inputs);
            for (var lane = 0; lane < Lanes; lane++)
            {
                var setting = prefixes[(batch + lane) % prefixes.Length] + inputs[lane].Salt;
                var digest = BcryptBase64.Encode(inputs[lane].Digest);
                Assert.Equal(BCrypt.Net.BCrypt.HashPassword(Encoding.UTF8.GetString(inputs[lane].Password), setting)[29..], digest);
                Assert.True(!Crypt3.IsAvailable || Crypt3.Hash(inputs[lane].Password, setting) == setting + digest);
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
            var input = Input(password, salt, 4);
            engine.Digest([input]);
            var digest = BcryptBase64.Encode(input.Digest);

            Assert.Equal(BCrypt.Net.BCrypt.HashPassword(Encoding.ASCII.GetString(password), setting), setting + digest);
            Assert.Equal(length > 72, digest == previous);
            previous = digest;
        }
    }

    [Fact]
    public void Lanes_of_different_costs_do_not_disturb_each_other()
    {
        var engine = new BcryptLanes();
        for (var round = 0; round < 200; round++)
        {
            var inputs = Enumerable.Range(0, 1 + (round % Lanes)).Select(_ => RandomInput(RandomNumberGenerator.GetInt32(4, 8))).ToArray();

            engine.Digest(inputs);

            Assert.All(inputs, input => Assert.Equal(Alone(input), BcryptBase64.Encode(input.Digest)));
        }
    }

    [Fact]
    public void Work_beyond_the_digest_does_not_change_it()
    {
        var engine = new BcryptLanes();
        for (var least = 4; least <= 8; least++)
        {
            BcryptInput[] inputs = [RandomInput(5, least), RandomInput(4, 8), RandomInput(6), RandomInput(8, least)];

            engine.Digest(inputs);

            Assert.All(inputs, input => Assert.Equal(Alone(input), BcryptBase64.Encode(input.Digest)));
        }
    }

    [Fact]
    public void The_other_engine_gives_the_same_digests()
    {
        for (var round = 0; round < 100; round++)
        {
            var input = RandomText();
            new BcryptNetEngine().Digest([input]);

            Assert.Equal(Alone(input), BcryptBase64.Encode(input.Digest));
        }
    }

    [Fact]
    public void A_call_leaves_no_state_behind_and_allocates_nothing()
    {
        var engine = new BcryptLanes();
        BcryptInput[] inputs = [RandomInput(4), RandomInput(4), RandomInput(4), RandomInput(4)];
        engine.Digest(inputs);
        var before = GC.GetAllocatedBytesForCurrentThread();

        engine.Digest(inputs);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(engine.IsWiped);
    }

    [Fact]
    public void An_input_can_be_wiped()
    {
        byte[] password = [1, 2, 3];
        var input = Input(password, BcryptBase64.NewSalt(), 4);
        new BcryptLanes().Digest([input]);

        input.Wipe();

        Assert.Equal([0, 0, 0], password);
        Assert.Equal(new byte[BcryptInput.DigestLength], input.Digest.ToArray());
    }

    [Fact]
    public void More_than_the_lanes_are_refused()
    {
        var inputs = Enumerable.Range(0, Lanes + 1).Select(_ => RandomInput(4)).ToArray();

        Assert.Throws<ArgumentOutOfRangeException>(() => new BcryptLanes().Digest(inputs));
    }

    private static void SkipWithoutCrypt3() => Assert.SkipUnless(Crypt3.IsAvailable, "This system has no libcrypt.so.1.");

    /// <summary>What BCrypt.Net-Next, or crypt(3) where the bytes are no text, makes of it.</summary>
    private static string Alone(BcryptInput input)
    {
        var setting = string.Create(CultureInfo.InvariantCulture, $"$2b${input.WorkFactor:00}${input.Salt}");
        return BCrypt.Net.BCrypt.HashPassword(Encoding.UTF8.GetString(input.Password), setting)[29..];
    }

    private static BcryptInput Input(byte[] password, string salt, int workFactor) => new(password, salt, workFactor);

    private static BcryptInput RandomInput(int workFactor, int least = 0) => new(
        Encoding.UTF8.GetBytes(RandomNumberGenerator.GetHexString(RandomNumberGenerator.GetInt32(0, 81))),
        BcryptBase64.NewSalt(), workFactor, least);

    /// <summary>Text of 0 to 80 characters of one to three bytes, without a zero.</summary>
    private static BcryptInput RandomText() => new(
        Encoding.UTF8.GetBytes(RandomNumberGenerator.GetString("aZ09 ~\u0001\u00a3\u00ff\u0411\u20ac", RandomNumberGenerator.GetInt32(0, 81))),
        BcryptBase64.NewSalt(), 4);
}
