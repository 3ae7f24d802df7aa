using System.Text.RegularExpressions;

namespace SecureAuth.Core.Configuration;

/// <summary>Says of a value that cannot be read what is said of one that is out of range: the key, the value, what is allowed.</summary>
internal static partial class UnreadableSetting
{
    private static readonly Dictionary<string, string> Forms = new()
    {
        [typeof(bool).FullName!] = "true or false",
        [typeof(double).FullName!] = "a number such as 0.5",
        [typeof(int).FullName!] = "a whole number",
        [typeof(TimeSpan).FullName!] = "a time span such as 00:15:00 or 7.00:00:00",
    };

    /// <param name="message">The binder's own, which names the value, the key as Section:Key, and the type.</param>
    public static string Describe(string message)
    {
        var parts = Message().Match(message);
        if (!parts.Success)
        {
            return message;
        }

        var key = parts.Groups["key"].Value.Replace(":", "__", StringComparison.Ordinal);
        return $"{key} is '{parts.Groups["value"].Value}'; allowed: {FormOf(parts.Groups["type"].Value)}";
    }

    private static string FormOf(string type) => Forms.GetValueOrDefault(type)
        ?? (EnumNamed(type) is { } values ? string.Join(" or ", Enum.GetNames(values)) : $"a {type}");

    private static Type? EnumNamed(string type) => AppDomain.CurrentDomain.GetAssemblies()
        .Select(assembly => assembly.GetType(type))
        .FirstOrDefault(found => found is { IsEnum: true });

    [GeneratedRegex("value '(?<value>.*)' at '(?<key>[^']+)' to type '(?:System\\.Nullable`1\\[)?(?<type>[^'\\]]+)\\]?'", RegexOptions.Singleline)]
    private static partial Regex Message();
}
