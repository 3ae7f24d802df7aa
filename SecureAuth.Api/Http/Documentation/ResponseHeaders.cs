using Microsoft.OpenApi;
using SecureAuth.Api.Http.Server;
using SecureAuth.Api.RateLimiting;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>The headers that a client may rely on, and the responses that have them.</summary>
internal static class ResponseHeaders
{
    private const string RetryAfter = "Retry-After";
    private const string Challenge = "WWW-Authenticate";
    private const string Allow = "Allow";

    public static Dictionary<string, IOpenApiHeader> Components() => new()
    {
        [RequestIdContextFactory.Header] = Text(
            "The id of the request: the one you sent if it matches the pattern, otherwise a generated one.",
            Examples.RequestId,
            RequestIdContextFactory.Pattern),
        [RateLimitHeaders.Policy] = Text(
            "The rate limit of this operation: its name, and `q` requests in `w` seconds.", "\"login\";q=5;w=60"),
        [RateLimitHeaders.Limit] = Text(
            "The remaining quota: `r` requests now, and one more after `t` seconds.", "\"login\";r=4;t=12"),
        [RetryAfter] = new OpenApiHeader
        {
            Description = "The number of seconds to wait before a retry.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "1" },
            Example = 12,
        },
        [Challenge] = Text(
            "`Bearer`, with `error=\"invalid_token\"` if a bearer token was sent and rejected; or `Basic` for services.",
            "Bearer error=\"invalid_token\""),
        [Allow] = Text("The methods that the resource supports.", "GET, PATCH"),
    };

    public static Dictionary<string, IOpenApiHeader> Of(int status, bool limited, OpenApiDocument document)
    {
        var names = new List<string> { RequestIdContextFactory.Header };
        if (limited)
        {
            names.AddRange([RateLimitHeaders.Policy, RateLimitHeaders.Limit]);
        }

        names.AddRange(status switch
        {
            StatusCodes.Status401Unauthorized => [Challenge],
            StatusCodes.Status405MethodNotAllowed => [Allow],
            StatusCodes.Status423Locked or StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable =>
                [RetryAfter],
            _ => Array.Empty<string>(),
        });
        return names.ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document));
    }

    private static OpenApiHeader Text(string description, string example, string? pattern = null) => new()
    {
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Pattern = pattern },
        Example = example,
    };
}
