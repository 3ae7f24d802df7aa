using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.Core.SecondFactor;

/// <summary>
/// The text form of recovery codes: six groups of four characters from an alphabet of 31 in which no two look alike. A code has
/// 118 random bits.
/// </summary>
public static class RecoveryCodeText
{
    /// <summary>Excludes 0, 1, i, l and o.</summary>
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    private const int Length = 24;

    private const int GroupLength = 4;

    /// <summary>Generates a code in groups.</summary>
    public static string Generate()
    {
        var text = RandomNumberGenerator.GetString(Alphabet, Length);
        return string.Join('-', text.Chunk(GroupLength).Select(group => new string(group)));
    }

    /// <summary>
    /// Removes spaces and dashes and converts to lower case. Returns null if the text cannot be a recovery code.
    /// </summary>
    public static string? Normalize(string typed)
    {
        var text = new StringBuilder(Length);
        foreach (var character in typed)
        {
            if (character is ' ' or '-')
            {
                continue;
            }

            var lower = char.ToLowerInvariant(character);
            if (text.Length == Length || !Alphabet.Contains(lower, StringComparison.Ordinal))
            {
                return null;
            }

            text.Append(lower);
        }

        return text.Length == Length ? text.ToString() : null;
    }
}
