using System.Globalization;

namespace SecureAuth.Core.Audit.Sealing;

/// <summary>A seal that an operator has kept outside: its number and its digest.</summary>
public sealed record ExpectedSeal(long Number, string Digest)
{
    private const int DigestLength = 64;

    /// <summary>Returns null unless the text is a number, a colon and 64 hexadecimal digits.</summary>
    public static ExpectedSeal? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return text.Trim().Split(':') is [var number, { Length: DigestLength } digest]
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            && parsed > 0
            && digest.All(char.IsAsciiHexDigit)
                ? new ExpectedSeal(parsed, digest)
                : null;
    }

    public static string Format(long number, byte[] digest) => $"{number}:{Convert.ToHexStringLower(digest)}";

    internal bool Matches(byte[] digest) =>
        string.Equals(Digest, Convert.ToHexString(digest), StringComparison.OrdinalIgnoreCase);
}
