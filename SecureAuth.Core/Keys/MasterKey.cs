using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.Core.Keys;

/// <summary>
/// A key outside the database that protects the key ring inside it. What it has made names it by a fingerprint, so that
/// keys can be reordered and removed without anything changing its meaning.
/// </summary>
internal sealed class MasterKey
{
    public const int FingerprintLength = 2 * FingerprintBytes;

    private const int KeyBytes = 32;
    private const int FingerprintBytes = 6;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly byte[] _encryptionKey;
    private readonly byte[] _macKey;

    public MasterKey(string base64)
        : this(Convert.FromBase64String(base64))
    {
    }

    private MasterKey(byte[] key)
    {
        // A key of its own for each use, so that none of the three results is of use where another one is made.
        _encryptionKey = HKDF.Expand(HashAlgorithmName.SHA256, key, KeyBytes, "secureauth master key encryption"u8.ToArray());
        _macKey = HKDF.Expand(HashAlgorithmName.SHA256, key, KeyBytes, "secureauth master key seal"u8.ToArray());
        Fingerprint = Convert.ToHexStringLower(
            HKDF.Expand(HashAlgorithmName.SHA256, key, FingerprintBytes, "secureauth master key fingerprint"u8.ToArray()));
    }

    /// <summary>
    /// Known to everybody, for a development machine where none is configured: it protects nothing, and there is no second,
    /// unprotected form of the ring that could be slipped in anywhere else.
    /// </summary>
    public static MasterKey Public { get; } = new(new byte[KeyBytes]);

    /// <summary>Twelve hexadecimal digits, which say nothing of the key.</summary>
    public string Fingerprint { get; }

    public static bool IsUsable(string? base64)
    {
        Span<byte> key = stackalloc byte[KeyBytes + 3];
        return base64 is not null
            && Convert.TryFromBase64String(base64, key, out var length)
            && length == KeyBytes
            && key[..KeyBytes].ContainsAnyExcept((byte)0);
    }

    /// <param name="plaintext">The secret.</param>
    /// <param name="use">What it is for: it cannot be decrypted for anything else.</param>
    /// <returns>A random nonce, AES-256-GCM's ciphertext, and its tag.</returns>
    public byte[] Encrypt(ReadOnlySpan<byte> plaintext, string use)
    {
        var box = new byte[NonceBytes + plaintext.Length + TagBytes];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_encryptionKey, TagBytes);
        aes.Encrypt(
            box.AsSpan(0, NonceBytes), plaintext, box.AsSpan(NonceBytes, plaintext.Length), box.AsSpan(^TagBytes),
            Encoding.UTF8.GetBytes(use));
        return box;
    }

    /// <exception cref="CryptographicException">It was changed, or made by another key or for another use.</exception>
    /// <inheritdoc cref="Encrypt"/>
    public byte[] Decrypt(ReadOnlySpan<byte> box, string use)
    {
        if (box.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("Too short to have been encrypted by a master key.");
        }

        var plaintext = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_encryptionKey, TagBytes);
        aes.Decrypt(
            box[..NonceBytes], box[NonceBytes..^TagBytes], box[^TagBytes..], plaintext, Encoding.UTF8.GetBytes(use));
        return plaintext;
    }

    /// <summary>An HMAC-SHA-256, which shows that the writer of the content had this key.</summary>
    public byte[] Mac(ReadOnlySpan<byte> content) => HMACSHA256.HashData(_macKey, content);

    public bool VerifyMac(ReadOnlySpan<byte> mac, ReadOnlySpan<byte> content) =>
        CryptographicOperations.FixedTimeEquals(mac, Mac(content));
}
