using System.Buffers;

namespace SecureAuth.Core.Mail;

/// <summary>The mailbox in the From header of a mail.</summary>
/// <param name="Name">The name to show, or null if only the address was given.</param>
public sealed record Sender(string? Name, string Address)
{
    /// <summary>Characters that would make one mailbox look like several, or like another one.</summary>
    private static readonly SearchValues<char> SpecialCharacters = SearchValues.Create("\"\\<>@,;:");

    /// <summary>Parses <c>auth@example.com</c> or <c>Example &lt;auth@example.com&gt;</c>.</summary>
    /// <returns>Null if the text is anything else.</returns>
    public static Sender? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        if (!PlainText.IsPlain(text))
        {
            return null;
        }

        var start = text.IndexOf('<', StringComparison.Ordinal);
        if (start < 0)
        {
            return IsAddress(text.Trim()) ? new Sender(null, text.Trim()) : null;
        }

        var name = text[..start].Trim().Trim('"');
        var rest = text[(start + 1)..].TrimEnd();
        return rest.EndsWith('>') && IsAddress(rest[..^1]) && !name.AsSpan().ContainsAny(SpecialCharacters)
            ? new Sender(name.Length > 0 ? name : null, rest[..^1])
            : null;
    }

    /// <summary>A mail server on the same host may accept an address without a real domain.</summary>
    private static bool IsAddress(string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at < address.Length - 1
            && address.All(character => character is > ' ' and <= '~')
            && !address.Remove(at, 1).AsSpan().ContainsAny(SpecialCharacters);
    }
}
