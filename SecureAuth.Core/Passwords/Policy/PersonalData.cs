namespace SecureAuth.Core.Passwords.Policy;

/// <summary>
/// The words that an attacker who knows the account would try: the e-mail and its pieces, the name of its domain, the
/// display name and its words, and the name of this product.
/// </summary>
internal static class PersonalData
{
    private const string Product = "secureauth";

    /// <summary>Shorter words are in too many good passwords by chance.</summary>
    private const int ShortestWord = 4;

    public static IReadOnlyCollection<string> Words(string email, string? displayName)
    {
        var at = email.LastIndexOf('@');
        var local = at < 0 ? email : email[..at];
        var domain = at < 0 ? "" : email[(at + 1)..];
        var lastDot = domain.LastIndexOf('.');
        string[] words =
        [
            Product, email, local,
            .. Pieces(local),
            .. Pieces(lastDot < 0 ? domain : domain[..lastDot]),
            .. Pieces(displayName ?? ""),
        ];
        return words.Where(word => word.Length >= ShortestWord).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The words of a text, the same without the digits round them, and all of them written as one.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        var separators = text.Where(c => !char.IsLetterOrDigit(c) && !char.IsSurrogate(c)).Distinct().ToArray();
        var words = text.Split(separators, StringSplitOptions.RemoveEmptyEntries);
        return words.Concat(words.Select(word => word.Trim([.. "0123456789"]))).Append(string.Concat(words));
    }
}
