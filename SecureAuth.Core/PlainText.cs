using System.Globalization;
using System.Text;

namespace SecureAuth.Core;

/// <summary>Checks and cleans strings before they reach a log, a database or a mail.</summary>
public static class PlainText
{
    /// <summary>
    /// Returns false if the string contains a lone surrogate. Such a string has no UTF-8 form and can be neither hashed nor
    /// stored.
    /// </summary>
    public static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (i + 1 < value.Length && char.IsSurrogatePair(value[i], value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Returns true if the string is well formed and contains no character that moves a cursor or hides or reorders the text
    /// around it.
    /// </summary>
    public static bool IsPlain(string value) => IsWellFormed(value) && value.EnumerateRunes().All(IsPlain);

    /// <summary>
    /// Removes all characters that are not plain and truncates the result without splitting a surrogate pair.
    /// </summary>
    public static string Clean(string value, int maxLength)
    {
        var clean = new StringBuilder(Math.Min(value.Length, maxLength));
        foreach (var rune in value.AsSpan().EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > maxLength)
            {
                break;
            }

            if (IsPlain(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }

    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
