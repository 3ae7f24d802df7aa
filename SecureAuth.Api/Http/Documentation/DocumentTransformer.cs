using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SecureAuth.Api.Http.Cookies;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Adds the document-level parts: the title, the tags, the bearer scheme, the response headers, the problem schema and the health
/// checks.
/// </summary>
internal static class DocumentTransformer
{
    public const string BearerScheme = "bearer";

    public const string CookieScheme = "cookie";

    public const string BasicScheme = "basic";

    private const string Description =
        """
        Sign-in, sessions and tokens for your own services.

        Errors are `application/problem+json` (RFC 9457). Branch on `code`, which identifies the error; the texts may change.
        Every response has an `X-Request-Id` header; you may send your own value. Request bodies are at most 16 KiB of JSON in
        UTF-8, and unknown members are rejected; services send forms instead, and get the members of OAuth 2.0 in errors too.
        Times are RFC 3339 timestamps in UTC. Durations are whole seconds.
        """;

    public static async Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "SecureAuth",
            Version = "v1",
            Description = Description,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        // The API is served from the same origin as the document.
        document.Servers = [new OpenApiServer { Url = "/" }];

        var components = document.Components ??= new OpenApiComponents();
        components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        components.SecuritySchemes[BearerScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "The `access_token` of a token pair (RFC 6750).",
        };
        components.SecuritySchemes[CookieScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Cookie,
            Name = TokenCookies.Access,
            Description =
                "The access token of a page in a browser that has signed in with the transport `cookie`. It is read if there is "
                + $"no `Authorization` header. The request needs the header `{CrossSiteCheck.Header}`, with any value, and "
                + "has to come from this server's own origin or from one of `Cors__Origins`.",
        };
        components.SecuritySchemes[BasicScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "basic",
            Description =
                "The id and the secret of a service (RFC 6749, section 2.3.1). An operation with a form also takes them as "
                + "`client_id` and `client_secret`.",
        };
        components.Headers = ResponseHeaders.Components();
        components.Examples = ErrorExamples.Components();
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        components.Schemas[OperationResponses.ProblemSchema] =
            await context.GetOrCreateSchemaAsync(typeof(ProblemDocument), cancellationToken: cancellationToken);

        HealthPaths.AddTo(document);
        document.Tags = DocumentTags.Describe(document);
    }
}
