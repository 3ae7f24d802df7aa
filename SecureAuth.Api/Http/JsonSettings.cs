using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureAuth.Api.Http;

/// <summary>One strict reading of JSON for every body: what is not understood is refused rather than guessed at.</summary>
internal static class JsonSettings
{
    /// <summary>No body of this API nests deeper than a WebAuthn credential.</summary>
    private const int MaxDepth = 8;

    /// <summary>For what is written outside an endpoint.</summary>
    public static readonly JsonSerializerOptions Responses = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static void Configure(JsonSerializerOptions json)
    {
        json.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        json.PropertyNameCaseInsensitive = false;

        // An unknown member is an attempt to assign what the endpoint does not offer, or a client's mistake.
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;

        // Of two members with one name, a proxy may check the first and we would use the last.
        json.AllowDuplicateProperties = false;

        json.AllowTrailingCommas = false;
        json.ReadCommentHandling = JsonCommentHandling.Disallow;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.RespectNullableAnnotations = true;
        json.MaxDepth = MaxDepth;
    }
}
