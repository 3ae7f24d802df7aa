namespace SecureAuth.Core.Passwords.Policy;

/// <summary>
/// The words that an attacker who knows the account would try: the e-mail and its parts, the name of its domain, the names and
/// their words, and the name of this product.
/// </summary>
internal static class PersonalWords
{
    private const string Product = "secureauth";

    /// <summary>Too many good passwords contain shorter words by chance.</summary>
    private const int MinWordLength = 4;

    public static IReadOnlyCollection<string> Of(PersonalData owner)
    {
        var email = owner.Email;
        var at = email.LastIndexOf('@');
        var local = at < 0 ? email : email[..at];
        var domain = at < 0 ? "" : email[(at + 1)..];
        var lastDot = domain.LastIndexOf('.');
        string[] words =
        [
            Product, email, local,
            .. Parts(local),
            .. Parts(lastDot < 0 ? domain : domain[..lastDot]),
            .. Parts(owner.DisplayName ?? ""),
            .. Parts(owner.Username ?? ""),
        ];
        return words.Where(word => word.Length >= MinWordLength).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// Returns the words of a text, the same words without leading and trailing digits, and all words joined together.
    /// </summary>
    private static IEnumerable<string> Parts(string text)
    {
        var separators = text.Where(c => !char.IsLetterOrDigit(c) && !char.IsSurrogate(c)).Distinct().ToArray();
        var words = text.Split(separators, StringSplitOptions.RemoveEmptyEntries);
        return words.Concat(words.Select(word => word.Trim([.. "0123456789"]))).Append(string.Concat(words));
    }
}
