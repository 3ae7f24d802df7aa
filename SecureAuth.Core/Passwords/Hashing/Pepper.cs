using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>
/// A key outside the database that goes into every hash, so that a stolen table alone does not allow guessing. Each hash is
/// stored with the fingerprint of its pepper, so that peppers can be reordered and removed in the configuration.
/// </summary>
internal sealed class Pepper
{
    private const int FingerprintBytes = 6;

    private readonly byte[] _key;

    public Pepper(string base64)
    {
        _key = Convert.FromBase64String(base64);

        // The fingerprint has its own label, so that it reveals nothing about the key's other outputs.
        var digest = HMACSHA256.HashData(_key, "secureauth pepper fingerprint"u8);
        Fingerprint = Convert.ToHexStringLower(digest.AsSpan(0, FingerprintBytes));
    }

    /// <summary>Twelve hexadecimal digits, which reveal nothing about the key.</summary>
    public string Fingerprint { get; }

    /// <summary>
    /// Returns what bcrypt_sha256 hashes instead of the password. The result is text, so that passlib can verify the hash too.
    /// </summary>
    public byte[] Apply(ReadOnlySpan<byte> password) =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(HMACSHA256.HashData(_key, password)));
}
