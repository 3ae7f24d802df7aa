using FsCheck;
using FsCheck.Xunit;

namespace SecureAuth.Hashing.Tests;

public class BcryptPropertyTests
{
    [Property(MaxTest = 100)]
    public void What_was_hashed_verifies_and_anything_else_does_not(byte[] password, byte[] other)
    {
        if (!IsAcceptable(password))
        {
            Assert.Throws<ArgumentException>(() => Bcrypt.Hash(password, 4));
            return;
        }

        var hash = Bcrypt.Hash(password, 4);

        Assert.True(Bcrypt.Verify(password, hash));
        Assert.Equal(password.SequenceEqual(other), Bcrypt.Verify(other, hash));
    }

    [Property(MaxTest = 200)]
    public void Passwords_in_one_call_get_the_digests_that_each_gets_alone(
        (byte[] Password, Guid Salt, byte Cost)[] passwords)
    {
        BcryptInput[] together = [.. passwords.Take(BcryptLanes.MaximumLanes).Select(NewInput)];
        BcryptInput[] alone = [.. passwords.Take(BcryptLanes.MaximumLanes).Select(NewInput)];
        var engine = new BcryptLanes();

        engine.Digest(together);
        Array.ForEach(alone, input => engine.Digest([input]));

        Assert.Equal(alone.Select(input => input.Digest.ToArray()), together.Select(input => input.Digest.ToArray()));
    }

    [Property(MaxTest = 100)]
    public void Bytes_survive_the_base64_and_its_text_too(byte[] bytes)
    {
        var text = BcryptBase64.Encode(bytes);
        var decoded = new byte[bytes.Length];
        BcryptBase64.Decode(text, decoded);

        Assert.Equal(bytes, decoded);
        Assert.Equal(text, BcryptBase64.Encode(decoded));
    }

    [Property(MaxTest = 200)]
    public void No_change_of_a_stored_hash_is_taken_for_another_of_the_same_length(NonNegativeInt place, char character)
    {
        const string hash = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW";
        const int lastOfSalt = 28;
        const int lastOfDigest = 59;
        var changed = hash.ToCharArray();
        var i = place.Get % hash.Length;

        // A work factor of 31 would take days. The last digits have spare bits, which mean nothing.
        if (i is 2 or 4 or 5 or lastOfSalt or lastOfDigest || changed[i] == character)
        {
            return;
        }

        changed[i] = character;

        Assert.False(Bcrypt.Verify("U*U", new string(changed)));
    }

    [Fact]
    public void Spare_bits_of_the_last_digits_mean_nothing()
    {
        Assert.True(Bcrypt.Verify("U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC/E5YPO9kmyuRGyh0XouQYb4YMJKvyOeX"));
        Assert.False(Bcrypt.Verify("U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCCOE5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
        Assert.False(Bcrypt.Verify("U*U", "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOea"));
    }

    [Fact]
    public void Other_characters_are_no_base64()
    {
        Assert.Throws<FormatException>(() => BcryptBase64.Decode("ab=", new byte[2]));
        Assert.Throws<FormatException>(() => BcryptBase64.Decode("é", new byte[2]));
    }

    private static BcryptInput NewInput((byte[] Password, Guid Salt, byte Cost) of) =>
        new(of.Password, BcryptBase64.Encode(of.Salt.ToByteArray()), 4 + (of.Cost % 3));

    private static bool IsAcceptable(byte[] password) =>
        password.Length <= BcryptInput.MaximumPasswordLength && !password.Contains((byte)0);
}
