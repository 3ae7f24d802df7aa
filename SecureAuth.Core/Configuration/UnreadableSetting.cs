using System.Text.RegularExpressions;

namespace SecureAuth.Core.Configuration;

/// <summary>
/// Describes a value that cannot be parsed in the same form as one that is out of range: the key, the value and the allowed
/// values.
/// </summary>
internal static partial class UnreadableSetting
{
    private static readonly Dictionary<string, string> Forms = new()
    {
        [typeof(bool).FullName!] = "true or false",
        [typeof(double).FullName!] = "a number such as 0.5",
        [typeof(int).FullName!] = "a whole number",
        [typeof(TimeSpan).FullName!] = "a time span such as 00:15:00 or 7.00:00:00",
    };

    /// <param name="message">The binder's message, which contains the value, the key as Section:Key, and the type.</param>
    public static string Describe(string message)
    {
        var parts = Message().Match(message);
        if (!parts.Success)
        {
            return message;
        }

        var key = parts.Groups["key"].Value.Replace(":", "__", StringComparison.Ordinal);
        return $"{key} is '{parts.Groups["value"].Value}'; allowed: {AllowedValues(parts.Groups["type"].Value)}";
    }

    private static string AllowedValues(string type) => Forms.GetValueOrDefault(type)
        ?? (FindEnum(type) is { } values ? string.Join(" or ", Enum.GetNames(values)) : $"a {type}");

    private static Type? FindEnum(string type) => AppDomain.CurrentDomain.GetAssemblies()
        .Select(assembly => assembly.GetType(type))
        .FirstOrDefault(found => found is { IsEnum: true });

    [GeneratedRegex(
        "value '(?<value>.*)' at '(?<key>[^']+)' to type '(?:System\\.Nullable`1\\[)?(?<type>[^'\\]]+)\\]?'",
        RegexOptions.Singleline)]
    private static partial Regex Message();
}
