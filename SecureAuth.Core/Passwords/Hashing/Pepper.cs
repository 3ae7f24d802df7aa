using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>
/// A key outside the database that goes into every hash: a stolen table alone can't be guessed against. The fingerprint
/// stored with a hash names the key, so that peppers can be reordered and removed without a hash changing its meaning.
/// </summary>
internal sealed class Pepper
{
    private const int FingerprintBytes = 6;

    private readonly byte[] _key;

    public Pepper(string base64)
    {
        _key = Convert.FromBase64String(base64);

        // A hash under a label of its own, so that the fingerprint is of no use where the key itself is used.
        var digest = HMACSHA256.HashData(_key, "secureauth pepper fingerprint"u8);
        Fingerprint = Convert.ToHexStringLower(digest.AsSpan(0, FingerprintBytes));
    }

    /// <summary>Twelve hexadecimal digits, which say nothing of the key.</summary>
    public string Fingerprint { get; }

    /// <summary>What bcrypt_sha256 gets in the place of the password: text, so that passlib's format stays as it is.</summary>
    public byte[] Apply(ReadOnlySpan<byte> password) =>
        Encoding.ASCII.GetBytes(Convert.ToBase64String(HMACSHA256.HashData(_key, password)));
}
