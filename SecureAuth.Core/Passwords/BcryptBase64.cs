using System.Security.Cryptography;

namespace SecureAuth.Core.Passwords;

/// <summary>bcrypt's own base64: another alphabet, no padding.</summary>
internal static class BcryptBase64
{
    private const string Alphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>128 random bits: 21 digits of six bits and one of two, whose other four bits are zero.</summary>
    public static string NewSalt() => RandomNumberGenerator.GetString(Alphabet, 21) + RandomNumberGenerator.GetString(".Oeu", 1);

    /// <summary>A digest of no password, for a hash that nothing is meant to match.</summary>
    public static string NewDigest() => RandomNumberGenerator.GetString(Alphabet, 31);

    /// <summary>As many bytes as the destination takes; spare bits of the last digit are dropped.</summary>
    /// <exception cref="FormatException">A character that is no digit.</exception>
    public static void Decode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        uint bits = 0;
        var count = 0;
        var next = 0;
        foreach (var digit in text)
        {
            var value = Alphabet.IndexOf(digit, StringComparison.Ordinal);
            bits = value >= 0 ? (bits << 6) | (uint)value : throw new FormatException("No digit of bcrypt's base64.");
            count += 6;
            if (count >= 8 && next < bytes.Length)
            {
                count -= 8;
                bytes[next++] = (byte)(bits >> count);
            }
        }
    }

    /// <summary>Six bits a digit, the last one filled up with zeros.</summary>
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
}
