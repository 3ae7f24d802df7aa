namespace SecureAuth.Core.Accounts;

/// <summary>The name a person wants to be called by: one line of plain text.</summary>
public static class DisplayName
{
    /// <summary>In code points.</summary>
    public const int MaxLength = 100;

    /// <param name="value">The name without surrounding white space.</param>
    public static bool IsValid(string value) =>
        value.EnumerateRunes().Count() is > 0 and <= MaxLength && PlainText.IsPlain(value);
}
