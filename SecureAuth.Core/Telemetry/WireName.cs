using System.Collections.Frozen;
using System.Text.Json;

namespace SecureAuth.Core.Telemetry;

/// <summary>
/// The stable <c>snake_case</c> name of an enum member, which is used in metrics, in the database and in responses.
/// </summary>
public static class WireName
{
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.All[value];

    /// <summary>Returns null for a value without a name, as the database may have from a later version.</summary>
    public static string? Find<T>(T value)
        where T : struct, Enum => Names<T>.All.GetValueOrDefault(value);

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> All = Enum.GetValues<T>().ToFrozenDictionary(
            value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}
