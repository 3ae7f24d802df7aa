using System.Globalization;
using System.Text;

namespace SecureAuth.Core;

/// <summary>Which strings may go on to a log, a database or a mail.</summary>
public static class PlainText
{
    /// <summary>No lone surrogate: such a string has no UTF-8 form, so it can be neither hashed nor stored.</summary>
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

    /// <summary>Well formed, and nothing in it that moves a cursor, hides or reorders what is read beside it.</summary>
    public static bool IsPlain(string value) => IsWellFormed(value) && value.EnumerateRunes().All(IsPlain);

    /// <summary>What is left of a header once everything that is not plain is dropped, cut between two characters.</summary>
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
