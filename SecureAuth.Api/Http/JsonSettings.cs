using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureAuth.Api.Http;

/// <summary>The JSON options of every body. Reading is strict: input that is ambiguous or unknown is rejected.</summary>
internal static class JsonSettings
{
    /// <summary>No body of this API nests deeper than a WebAuthn credential.</summary>
    private const int MaxDepth = 8;

    /// <summary>The options for responses that are written outside of an endpoint.</summary>
    public static readonly JsonSerializerOptions Responses = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.PropertyNameCaseInsensitive = false;

        // An unknown member is an attempted mass assignment or a mistake of the client.
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;

        // If a name appears twice, a proxy might check the first member while this process uses the last.
        json.AllowDuplicateProperties = false;

        json.AllowTrailingCommas = false;
        json.ReadCommentHandling = JsonCommentHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.MaxDepth = MaxDepth;
    }
}
