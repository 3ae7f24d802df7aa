using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace SecureAuth.Core.UserFields;

/// <summary>
/// Patterns that mean the same here and in a validator of JSON Schema, since the OpenAPI document has them too. As there, a
/// pattern may match anywhere in the value: <c>^</c> and <c>$</c> anchor it. What .NET and ECMA-262 understand differently is
/// refused: <c>\d</c> and its like, inline options, named groups and the subtraction of character classes.
/// </summary>
public static partial class FieldPattern
{
    public const int MaxLength = 200;

    private const string Escape = @"\\(?:[$()*+./?\[\\\]^{|}-]|[pP]\{[A-Z][a-z]?\})";

    public static bool IsValid(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);

        return pattern.Length is > 0 and <= MaxLength && PlainText.IsPlain(pattern) && !Foreign().IsMatch(pattern)
            && TryCreate(pattern, out _);
    }

    /// <summary>The time of a match is linear in the length of the value, whatever the pattern.</summary>
    /// <exception cref="ArgumentException">The pattern has not been validated.</exception>
    public static Regex Create(string pattern) =>
        TryCreate(pattern, out var regex) ? regex : throw new ArgumentException("The pattern is invalid.", nameof(pattern));

    private static bool TryCreate(string pattern, [NotNullWhen(true)] out Regex? regex)
    {
        regex = null;
        try
        {
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return true;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            // It cannot be parsed, or needs backtracking or too many states.
            return false;
        }
    }

    /// <summary>
    /// After a backslash, only a character with a meaning of its own, or <c>p</c> with a category, means the same everywhere.
    /// What is escaped is skipped, so that it does not count as the beginning of something else.
    /// </summary>
    [GeneratedRegex(
        "^(?:" + Escape + @"|[^\\])*?(?:(?!" + Escape + @")\\|\(\?(?!:)|\[\^?\]|\[(?:[^\]\\]|\\.)*\[)")]
    private static partial Regex Foreign();
}
