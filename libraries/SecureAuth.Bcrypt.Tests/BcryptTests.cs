using System.Text;

namespace SecureAuth.Hashing.Tests;

public class BcryptTests
{
    private const string Password = "correct horse battery staple";

    [Theory]
    [MemberData(nameof(PublishedHashes.All), MemberType = typeof(PublishedHashes))]
    public void A_published_hash_verifies_with_the_first_72_bytes(string passwordInHex, string hash)
    {
        var password = Convert.FromHexString(passwordInHex).AsSpan();
        password = password[..Math.Min(password.Length, BcryptInput.MaximumPasswordLength)];

        Assert.True(Bcrypt.Verify(password, hash));
        Assert.True(Bcrypt.Verify(password, "$2b$" + hash[4..]));
        Assert.False(Bcrypt.Verify([1, .. password[Math.Min(1, password.Length)..]], hash));
    }

    [Fact]
    public void A_hash_has_the_usual_form_and_a_salt_of_its_own()
    {
        var hashes = Bcrypt.HashMany([Password, Password], 4);

        Assert.All(hashes, hash => Assert.Matches(@"^\$2b\$04\$[./A-Za-z0-9]{21}[.Oeu][./A-Za-z0-9]{31}$", hash));
        Assert.NotEqual(hashes[0], hashes[1]);
        Assert.StartsWith("$2b$10$", Bcrypt.Hash(Password, 10), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_is_hashed_as_UTF8()
    {
        var bytes = Encoding.UTF8.GetBytes("пароль 🦦");

        Assert.True(Bcrypt.Verify(bytes, Bcrypt.Hash("пароль 🦦", 4)));
        Assert.True(Bcrypt.Verify("пароль 🦦", Bcrypt.Hash(bytes, 4)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(11)]
    public void Many_hashes_keep_their_order(int count)
    {
        string[] passwords = [.. Enumerable.Range(0, count).Select(i => $"password {i}")];

        var hashes = Bcrypt.HashMany(passwords, 4);

        Assert.Equal(count, hashes.Length);
        Assert.All(passwords.Zip(hashes), pair => Assert.True(BCrypt.Net.BCrypt.Verify(pair.First, pair.Second)));
        Assert.DoesNotContain(false, Bcrypt.VerifyMany([.. passwords.Zip(hashes)]));
    }

    [Fact]
    public void Many_answers_keep_their_order_whatever_the_work_factors()
    {
        List<(string Password, string Hash)> pairs = [];
        List<bool> expected = [];
        for (var i = 0; i < 23; i++)
        {
            var hash = Bcrypt.Hash(i % 3 == 0 ? "another" : $"password {i}", 4 + (i % 4));
            pairs.Add(($"password {i}", i % 5 == 0 ? "no hash" : hash));
            expected.Add(i % 5 != 0 && i % 3 != 0);
        }

        Assert.Equal(expected, Bcrypt.VerifyMany(pairs));
        Assert.Empty(Bcrypt.VerifyMany([]));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(32)]
    [InlineData(-1)]
    public void A_work_factor_out_of_range_is_refused(int workFactor)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Bcrypt.Hash(Password, workFactor));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bcrypt.Hash("bytes"u8, workFactor));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bcrypt.HashMany([], workFactor));
    }

    [Fact]
    public void The_72nd_byte_counts_and_a_73rd_is_refused()
    {
        // 36 characters of two bytes each.
        var longest = new string('é', 36);
        var hash = Bcrypt.Hash(longest, 4);

        Assert.True(Bcrypt.Verify(longest, hash));
        Assert.False(Bcrypt.Verify(longest[..35] + "è", hash));
        Assert.False(Bcrypt.Verify(longest + "x", hash));
        Assert.False(Bcrypt.Verify(Encoding.UTF8.GetBytes(longest + "x"), hash));
        Assert.Throws<ArgumentException>(() => Bcrypt.Hash(longest + "x", 4));
        Assert.Throws<ArgumentException>(() => Bcrypt.Hash(Encoding.UTF8.GetBytes(longest + "x"), 4));
    }

    [Fact]
    public void A_zero_byte_is_refused_because_bcrypt_does_not_tell_such_passwords_apart()
    {
        var salt = BcryptBase64.NewSalt();
        BcryptInput[] inputs = [new([.. "a"u8], salt, 4), new([.. "a\0a"u8], salt, 4)];
        new BcryptLanes().Digest(inputs);
        Assert.Equal(inputs[0].Digest.ToArray(), inputs[1].Digest.ToArray());

        Assert.Throws<ArgumentException>(() => Bcrypt.Hash("a\0a", 4));
        Assert.Throws<ArgumentException>(() => Bcrypt.Hash("a\0a"u8, 4));
        Assert.False(Bcrypt.Verify("a\0a", Bcrypt.Hash("a", 4)));
        Assert.False(Bcrypt.Verify("a\0a"u8, Bcrypt.Hash("a", 4)));
    }

    [Fact]
    public void A_lone_surrogate_is_refused_and_is_not_equal_to_a_replacement_character()
    {
        Assert.Throws<ArgumentException>(() => Bcrypt.Hash("a\uD83E", 4));
        Assert.False(Bcrypt.Verify("a\uD83E", Bcrypt.Hash("a\uFFFD", 4)));
    }

    [Fact]
    public void One_refused_password_of_many_is_named()
    {
        var zero = Assert.Throws<ArgumentException>(() => Bcrypt.HashMany(["a", "b", "c\0", "d"], 4));
        var missing = Assert.Throws<ArgumentException>(() => Bcrypt.HashMany(["a", null!], 4));

        Assert.StartsWith("Password 2: The password contains a zero byte", zero.Message, StringComparison.Ordinal);
        Assert.StartsWith("Password 1: The password is null", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("password")]
    [InlineData("$2$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2x$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e")]
    [InlineData("$2c$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$+5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeWW")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe=")]
    [InlineData("$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n")]
    public void A_malformed_hash_matches_nothing(string hash)
    {
        Assert.False(Bcrypt.Verify("U*U", hash));
        Assert.False(Bcrypt.Verify("U*U"u8, hash));
        Assert.False(Bcrypt.TryReadWorkFactor(hash, out var workFactor));
        Assert.Equal(0, workFactor);
    }

    [Theory]
    [InlineData("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", 5)]
    [InlineData("$2y$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", 31)]
    public void A_work_factor_can_be_read(string hash, int expected)
    {
        Assert.True(Bcrypt.TryReadWorkFactor(hash, out var workFactor));
        Assert.Equal(expected, workFactor);
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => Bcrypt.Hash((string)null!, 4));
        Assert.Throws<ArgumentNullException>(() => Bcrypt.Verify((string)null!, ""));
        Assert.Throws<ArgumentNullException>(() => Bcrypt.Verify("", null!));
        Assert.Throws<ArgumentException>(() => Bcrypt.VerifyMany([("", null!)]));
        Assert.False(Bcrypt.TryReadWorkFactor(null, out _));
    }

    [Fact]
    public void Threads_do_not_disturb_each_other() => Parallel.For(0, 64, i =>
    {
        var hash = Bcrypt.Hash($"password {i}", 4);

        Assert.True(Bcrypt.Verify($"password {i}", hash));
        Assert.False(Bcrypt.Verify($"password {i + 1}", hash));
    });
}
