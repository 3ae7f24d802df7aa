using System.Globalization;
using System.Text;

namespace SecureAuth.AdminCli.Output;

/// <summary>
/// Makes text from the database fit for a terminal. A user agent or a display name is an attacker's own words: escape
/// sequences could rewrite the screen that the operator decides by, and direction marks could swap what they read.
/// </summary>
internal static class SafeText
{
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsShownAsItIs(rune))
            {
                safe.Append(rune);
            }
            else
            {
                safe.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
        }

        return safe.ToString();
    }

    private static bool IsShownAsItIs(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control
            or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned);
}
