using System.Text;

namespace SecureAuth.Core.Passwords.Policy;

/// <summary>How many guesses a password stands, by zxcvbn's estimate from 0 (very guessable) to 4.</summary>
internal static class Guessability
{
    /// <summary>
    /// In code points. zxcvbn's time grows faster than the length, to 90 ms for 128 unlucky characters, and what stands
    /// enough guesses in its first 32 does so as a whole.
    /// </summary>
    private const int JudgedLength = 32;

    // Holds word lists that are loaded once; evaluating changes nothing in it, so that requests share it.
    private static readonly Zxcvbn.Zxcvbn Estimator = new();

    public static int Score(string password, IEnumerable<string> personalWords) =>
        Estimator.EvaluatePassword(WithoutRepeats(Head(password)), personalWords).Score;

    private static string Head(string password)
    {
        var end = 0;
        foreach (var rune in password.EnumerateRunes().Take(JudgedLength))
        {
            end += rune.Utf16SequenceLength;
        }

        return password[..end];
    }

    /// <summary>zxcvbn sees repeated characters but not repeated blocks: twelve times <c>ab</c> would stand any number of guesses.</summary>
    private static string WithoutRepeats(string text)
    {
        for (var period = 1; period <= text.Length / 2; period++)
        {
            if (text.AsSpan(period).SequenceEqual(text.AsSpan(0, text.Length - period)))
            {
                return text[..period];
            }
        }

        return text;
    }
}
