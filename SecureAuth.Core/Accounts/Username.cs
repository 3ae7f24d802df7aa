using System.Text;
using System.Text.RegularExpressions;

namespace SecureAuth.Core.Accounts;

/// <summary>
/// A name to sign in with, in addition to the e-mail address: lower-case ASCII letters, digits and single separators. One
/// alphabet in one case has few characters that look alike, and the key makes those equal, so no two accounts have names that a
/// reader could confuse. Without an <c>@</c>, no name looks like an address, and none is as long as an id.
/// </summary>
public static partial class Username
{
    public const int MinLength = 3;

    public const int MaxLength = 30;

    /// <summary>What a name must be, for messages to operators.</summary>
    public static readonly string Rule =
        $"{MinLength} to {MaxLength} characters: ASCII letters, digits, and single . _ - between them, starting with a letter";

    /// <summary>The names as they are shown, for JSON Schema.</summary>
    public const string Pattern = "^[a-z][a-z0-9]*([._-][a-z0-9]+)*$";

    /// <summary>The names as they may be typed.</summary>
    public const string AnyCasePattern = "^" + AnyCase + "$";

    private const string AnyCase = "[A-Za-z][A-Za-z0-9]*([._-][A-Za-z0-9]+)*";

    /// <summary>Returns the name in lower case, in which it is stored and shown.</summary>
    /// <returns>Null if the text is not a username.</returns>
    public static string? Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return text.Length is >= MinLength and <= MaxLength && Form().IsMatch(text) ? text.ToLowerInvariant() : null;
    }

    /// <summary>Two names with the same key look alike. The key of a key is the key itself.</summary>
    /// <param name="name">A name in lower case.</param>
    public static string KeyOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);

        // Separators are removed first: afterwards, "r.n" is read like "rn".
        var key = new StringBuilder(name).Replace(".", "").Replace("_", "").Replace("-", "");

        // "i" is read like "l", because the name may be shown or typed in upper case. Every "w" is taken apart first, because
        // "vvv" is read like both "vw" and "wv".
        return key.Replace('0', 'o').Replace('1', 'l').Replace('i', 'l').Replace("rn", "m")
            .Replace("w", "vv").Replace("vv", "w").ToString();
    }

    /// <summary>ASCII alone: a Kelvin sign, which becomes a "k" in lower case, does not match.</summary>
    [GeneratedRegex("^" + AnyCase + @"\z")]
    private static partial Regex Form();
}
