using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureAuth.AdminCli.Output;

/// <summary>How commands write JSON.</summary>
internal static class JsonOutput
{
    public static readonly JsonSerializerOptions Document = Create(indented: true);

    public static readonly JsonSerializerOptions Line = Create(indented: false);

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = indented,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new UtcTimeConverter() },
    };
}
