using System.Security.Cryptography;

namespace SecureAuth.Hashing;

/// <summary>bcrypt's base64: an alphabet of its own and no padding.</summary>
public static class BcryptBase64
{
    internal const int SaltDigits = 22;
    internal const int DigestDigits = 31;

    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>A random salt of 128 bits: 22 digits.</summary>
    /// <returns>21 digits of six bits each, and one of two bits, whose other four bits are zero.</returns>
    public static string NewSalt() => RandomNumberGenerator.GetString(Alphabet, 21) + RandomNumberGenerator.GetString(".Oeu", 1);

    /// <summary>Decodes as many bytes as the destination has room for. Spare bits of the last digit are dropped.</summary>
    /// <param name="text">Digits of bcrypt's base64.</param>
    /// <param name="bytes">The destination.</param>
    /// <exception cref="FormatException">The text contains a character that is not a digit.</exception>
    public static void Decode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        uint bits = 0;
        var count = 0;
        var next = 0;
        foreach (var digit in text)
        {
            var value = Alphabet.IndexOf(digit, StringComparison.Ordinal);
            bits = value >= 0 ? (bits << 6) | (uint)value : throw new FormatException("The text is not bcrypt's base64.");
            count += 6;
            if (count >= 8 && next < bytes.Length)
            {
                count -= 8;
                bytes[next++] = (byte)(bits >> count);
            }
        }
    }

    /// <summary>Encodes six bits per digit. The last digit is filled up with zero bits.</summary>
    /// <param name="bytes">A salt or a digest.</param>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[((bytes.Length * 8) + 5) / 6];
        uint bits = 0;
        var count = 0;
        var next = 0;
        foreach (var value in bytes)
        {
            bits = (bits << 8) | value;
            for (count += 8; count >= 6;)
            {
                count -= 6;
                text[next++] = Alphabet[(int)(bits >> count) & 63];
            }
        }

        if (count > 0)
        {
            text[next] = Alphabet[(int)(bits << (6 - count)) & 63];
        }

        return new string(text);
    }

    internal static bool IsText(ReadOnlySpan<char> text)
    {
        foreach (var digit in text)
        {
            if (!Alphabet.Contains(digit, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
