using System.Security.Cryptography;
using System.Text;

namespace SecureAuth.Core.SecondFactor;

/// <summary>
/// Recovery codes as people copy them: six groups of four out of 31 characters of which no two look alike, 118 random bits.
/// </summary>
public static class RecoveryCodeText
{
    /// <summary>Without 0, 1, i, l and o.</summary>
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    private const int Length = 24;

    private const int GroupLength = 4;

    /// <summary>A new code, in groups.</summary>
    public static string Generate()
    {
        var text = RandomNumberGenerator.GetString(Alphabet, Length);
        return string.Join('-', text.Chunk(GroupLength).Select(group => new string(group)));
    }

    /// <summary>What was typed without spaces, dashes and capitals; null if that cannot be a code.</summary>
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
