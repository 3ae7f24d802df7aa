using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>The JSON of examples. It reads types by reflection, because the document is generated once at most.</summary>
internal static class ExampleSerializer
{
    private static readonly JsonSerializerOptions Options = new(JsonSettings.Responses)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static JsonNode? ToJson(object body) => JsonSerializer.SerializeToNode(body, Options);

    public static IList<JsonPropertyInfo> MembersOf(Type body) => Options.GetTypeInfo(body).Properties;
}
