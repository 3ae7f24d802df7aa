using System.Collections;

namespace SecureAuth.AppHost.Local;

/// <summary>
/// The settings in this process's environment. The API inherits them, and the operator's shell does not. Without them, the
/// command line would not know the fields of the accounts, and would report the defaults of what is configured.
/// </summary>
internal static class InheritedSettings
{
    /// <summary>All but the accounts for developers, which no command needs.</summary>
    private static readonly string[] Sections =
    [
        "Accounts", "Account", "Audit", "Cors", "Email", "Features", "Health", "Keys", "Lockout", "OAuth", "Passkeys",
        "Passwords", "Proxy", "RateLimits", "Sessions", "Shutdown", "Tokens",
    ];

    public static IEnumerable<KeyValuePair<string, string>> All => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? ""))
        .Where(variable => IsSetting(variable.Key))
        .OrderBy(variable => variable.Key, StringComparer.Ordinal);

    /// <summary>Other characters cannot be in the name of a variable of a shell.</summary>
    private static bool IsSetting(string name) =>
        Sections.Any(section => name.StartsWith($"{section}__", StringComparison.OrdinalIgnoreCase))
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
