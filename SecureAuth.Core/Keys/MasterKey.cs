using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.Core.Keys;

/// <summary>
/// A key outside the database that protects the key ring inside it. Its ciphertexts and MACs carry its fingerprint, so that
/// keys can be reordered and removed in the configuration.
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
    private readonly byte[] _auditKey;

    public MasterKey(string base64)
        : this(Convert.FromBase64String(base64))
    {
    }

    private MasterKey(byte[] key)
    {
        // Each use has its own derived key, so that the result of one use is worthless for the others.
        _encryptionKey = HKDF.Expand(HashAlgorithmName.SHA256, key, KeyBytes, "secureauth master key encryption"u8.ToArray());
        // The label is part of every stored MAC, so it cannot be renamed.
        _macKey = HKDF.Expand(HashAlgorithmName.SHA256, key, KeyBytes, "secureauth master key seal"u8.ToArray());
        _auditKey = HKDF.Expand(HashAlgorithmName.SHA256, key, KeyBytes, "secureauth audit seal"u8.ToArray());
        Fingerprint = Convert.ToHexStringLower(
            HKDF.Expand(HashAlgorithmName.SHA256, key, FingerprintBytes, "secureauth master key fingerprint"u8.ToArray()));
    }

    /// <summary>
    /// A well-known key for development machines where none is configured. It protects nothing, but it avoids a second,
    /// unprotected form of the ring, which an attacker could insert elsewhere.
    /// </summary>
    public static MasterKey Development { get; } = new(new byte[KeyBytes]);

    /// <summary>Twelve hexadecimal digits, which reveal nothing about the key.</summary>
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
    /// <param name="use">The use of the secret. It can only be decrypted for the same use.</param>
    /// <returns>A random nonce, the AES-256-GCM ciphertext and its tag.</returns>
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

    /// <exception cref="CryptographicException">
    /// The ciphertext was changed, or was created by another key or for another use.
    /// </exception>
    /// <inheritdoc cref="Encrypt"/>
    public byte[] Decrypt(ReadOnlySpan<byte> box, string use)
    {
        if (box.Length < NonceBytes + TagBytes)
        {
            throw new CryptographicException("The ciphertext is too short to have been created by a master key.");
        }

        var plaintext = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_encryptionKey, TagBytes);
        aes.Decrypt(
            box[..NonceBytes], box[NonceBytes..^TagBytes], box[^TagBytes..], plaintext, Encoding.UTF8.GetBytes(use));
        return plaintext;
    }

    /// <summary>Computes an HMAC-SHA-256, which proves that the writer of the content had this key.</summary>
    public byte[] Mac(ReadOnlySpan<byte> content) => HMACSHA256.HashData(_macKey, content);

    public bool VerifyMac(ReadOnlySpan<byte> mac, ReadOnlySpan<byte> content) =>
        CryptographicOperations.FixedTimeEquals(mac, Mac(content));

    /// <summary>Computes the HMAC-SHA-256 of a digest of the audit, under a key of its own.</summary>
    public byte[] SealAudit(ReadOnlySpan<byte> digest) => HMACSHA256.HashData(_auditKey, digest);

    public bool HasSealedAudit(ReadOnlySpan<byte> mac, ReadOnlySpan<byte> digest) =>
        CryptographicOperations.FixedTimeEquals(mac, SealAudit(digest));
}
