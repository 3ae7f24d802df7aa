using System.Security.Cryptography;
using SecureAuth.Core.Keys;

namespace SecureAuth.UnitTests.Keys;

public sealed class MasterKeyTests
{
    private const string Use = "a use";

    private readonly string _base64 = TestMasterKeys.NewKey();
    private readonly MasterKey _key;

    public MasterKeyTests() => _key = new MasterKey(_base64);

    [Fact]
    public void Plaintext_of_any_length_round_trips()
    {
        for (var length = 0; length < 200; length++)
        {
            var plaintext = RandomNumberGenerator.GetBytes(length);
            Assert.Equal(plaintext, _key.Decrypt(_key.Encrypt(plaintext, Use), Use));
        }
    }

    [Fact]
    public void A_change_of_any_bit_is_detected()
    {
        var box = _key.Encrypt(RandomNumberGenerator.GetBytes(48), Use);
        for (var bit = 0; bit < 8 * box.Length; bit++)
        {
            var changed = box.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.ThrowsAny<CryptographicException>(() => _key.Decrypt(changed, Use));
        }
    }

    [Fact]
    public void Truncated_or_extended_ciphertext_is_detected()
    {
        var box = _key.Encrypt(RandomNumberGenerator.GetBytes(48), Use);
        for (var length = 0; length < box.Length; length++)
        {
            Assert.ThrowsAny<CryptographicException>(() => _key.Decrypt(box.AsSpan(0, length), Use));
        }

        Assert.ThrowsAny<CryptographicException>(() => _key.Decrypt([.. box, 0], Use));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a Use")]
    [InlineData("a use ")]
    [InlineData("another use")]
    public void Ciphertext_cannot_be_decrypted_for_another_purpose(string other)
    {
        var box = _key.Encrypt("secret"u8, Use);

        Assert.ThrowsAny<CryptographicException>(() => _key.Decrypt(box, other));
    }

    [Fact]
    public void Ciphertext_cannot_be_decrypted_by_another_key()
    {
        var box = _key.Encrypt("secret"u8, Use);

        Assert.ThrowsAny<CryptographicException>(() => new MasterKey(TestMasterKeys.NewKey()).Decrypt(box, Use));
        Assert.ThrowsAny<CryptographicException>(() => MasterKey.Development.Decrypt(box, Use));
    }

    [Fact]
    public void Nonces_are_never_reused()
    {
        var nonces = Enumerable.Range(0, 1000).Select(_ => Convert.ToHexString(_key.Encrypt("secret"u8, Use)[..12]));

        Assert.Equal(1000, nonces.Distinct().Count());
    }

    [Fact]
    public void A_MAC_is_bound_to_one_key_and_one_content()
    {
        var mac = _key.Mac("content"u8);

        Assert.True(_key.VerifyMac(mac, "content"u8));
        Assert.False(_key.VerifyMac(mac, "Content"u8));
        Assert.False(_key.VerifyMac(mac.AsSpan(1), "content"u8));
        Assert.False(_key.VerifyMac([], "content"u8));
        Assert.False(new MasterKey(TestMasterKeys.NewKey()).VerifyMac(mac, "content"u8));
    }

    [Fact]
    public void The_fingerprint_identifies_the_key_without_revealing_it()
    {
        Assert.Matches("^[0-9a-f]{12}$", _key.Fingerprint);
        Assert.Equal(_key.Fingerprint, new MasterKey(_base64).Fingerprint);
        Assert.NotEqual(_key.Fingerprint, new MasterKey(TestMasterKeys.NewKey()).Fingerprint);
        Assert.DoesNotContain(
            _key.Fingerprint, Convert.ToHexStringLower(Convert.FromBase64String(_base64)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("marker", false)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", false)]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==", false)]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gIQ==", false)]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", true)]
    public void A_master_key_is_32_bytes_in_base64_and_not_the_published_one(string? base64, bool usable) =>
        Assert.Equal(usable, MasterKey.IsUsable(base64));
}
