namespace SecureAuth.Core.Passwords.Policy;

/// <summary>Estimates how many guesses a password withstands, on zxcvbn's scale from 0 (too guessable) to 4.</summary>
internal static class Guessability
{
    /// <summary>
    /// The number of code points to evaluate. zxcvbn's time grows faster than the length, to 90 ms in the worst case of 128
    /// characters, and a password whose first 32 characters withstand enough guesses does so as a whole.
    /// </summary>
    private const int EvaluatedLength = 32;

    // Contains word lists that are loaded once. Evaluation does not change it, so all requests share it.
    private static readonly Zxcvbn.Zxcvbn Estimator = new();

    public static int Score(string password, IEnumerable<string> personalWords) =>
        Estimator.EvaluatePassword(WithoutRepeats(Head(password)), personalWords).Score;

    private static string Head(string password)
    {
        var end = 0;
        foreach (var rune in password.EnumerateRunes().Take(EvaluatedLength))
        {
            end += rune.Utf16SequenceLength;
        }

        return password[..end];
    }

    /// <summary>
    /// Reduces a repeated block to a single one. zxcvbn detects repeated characters but not repeated blocks, and would rate
    /// <c>ab</c> repeated twelve times as very strong.
    /// </summary>
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
