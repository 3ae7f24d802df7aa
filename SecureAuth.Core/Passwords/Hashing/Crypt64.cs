namespace SecureAuth.Core.Passwords.Hashing;

/// <summary>The encoding of crypt(3): 64 characters in ASCII order, least significant bits first.</summary>
internal static class Crypt64
{
    private const string Alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private const int CharactersInGroup = 4;

    /// <summary>Decodes a number of up to five characters.</summary>
    /// <exception cref="ArgumentException">A character is not in the alphabet.</exception>
    public static int Number(ReadOnlySpan<char> text)
    {
        var number = 0;
        for (var i = text.Length - 1; i >= 0; i--)
        {
            var digit = Alphabet.IndexOf(text[i], StringComparison.Ordinal);
            number = (number << 6) | (digit >= 0 ? digit : throw new ArgumentException("Not in the alphabet.", nameof(text)));
        }

        return number;
    }

    /// <summary>Decodes bytes, three for each four characters. Returns null if bits are left over that are not zero.</summary>
    /// <exception cref="ArgumentException">A character is not in the alphabet.</exception>
    public static byte[]? Bytes(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length * 6 / 8];
        var next = 0;
        for (var start = 0; start < text.Length; start += CharactersInGroup)
        {
            var group = text[start..Math.Min(start + CharactersInGroup, text.Length)];
            var bits = Number(group);
            for (var i = 0; i < group.Length * 6 / 8; i++)
            {
                bytes[next++] = (byte)bits;
                bits >>= 8;
            }

            if (bits != 0)
            {
                return null;
            }
        }

        return bytes;
    }
}
