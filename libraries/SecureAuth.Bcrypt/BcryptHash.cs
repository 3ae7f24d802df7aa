using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace SecureAuth.Hashing;

/// <summary>The parts of a stored hash: <c>$2b$12$</c>, 22 digits of salt, 31 digits of digest.</summary>
internal sealed class BcryptHash
{
    private const int PrefixLength = 7;
    private const int Length = PrefixLength + BcryptBase64.SaltDigits + BcryptBase64.DigestDigits;

    private readonly byte[] _digest = new byte[BcryptInput.DigestLength];

    private BcryptHash(int workFactor, string text)
    {
        WorkFactor = workFactor;
        Salt = text.Substring(PrefixLength, BcryptBase64.SaltDigits);
        BcryptBase64.Decode(text.AsSpan(PrefixLength + BcryptBase64.SaltDigits), _digest);
    }

    public int WorkFactor { get; }

    public string Salt { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out BcryptHash? hash)
    {
        hash = null;

        // The three versions differ in name only. $2$ leaves out the zero that ends the password; for $2x$ see Bcrypt.
        if (text?.Length != Length || text is not ['$', '2', 'a' or 'b' or 'y', '$', _, _, '$', ..])
        {
            return false;
        }

        if (!int.TryParse(text.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var workFactor)
            || workFactor is < BcryptInput.MinimumWorkFactor or > BcryptInput.MaximumWorkFactor
            || !BcryptBase64.IsText(text.AsSpan(PrefixLength)))
        {
            return false;
        }

        hash = new BcryptHash(workFactor, text);
        return true;
    }

    /// <exception cref="FormatException">The text is not a hash.</exception>
    public static BcryptHash Parse(string text) =>
        TryParse(text, out var hash) ? hash : throw new FormatException("The text is not a bcrypt hash.");

    public static string Format(BcryptInput input) => string.Create(
        CultureInfo.InvariantCulture, $"$2b${input.WorkFactor:00}${input.Salt}{BcryptBase64.Encode(input.Digest)}");

    public bool Matches(ReadOnlySpan<byte> digest) => CryptographicOperations.FixedTimeEquals(digest, _digest);
}
