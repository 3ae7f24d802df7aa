namespace SecureAuth.Core.Accounts;

/// <summary>How a person wants to be called: one line of plain text.</summary>
public static class DisplayName
{
    /// <summary>In UTF-16 units.</summary>
    public const int MaxLength = 100;

    /// <param name="value">Without surrounding white space.</param>
    public static bool IsValid(string value) => value.Length is > 0 and <= MaxLength && PlainText.IsPlain(value);
}
