using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Documentation;

/// <summary>What the document says once: its title, the bearer scheme, the headers, the problem's schema.</summary>
internal static class DocumentTransformer
{
    public const string BearerScheme = "bearer";

    private const string Description =
        """
        Sign-in, sessions and tokens for your own services.

        An error is `application/problem+json` (RFC 9457) whose `code` says what went wrong; branch on that, not on its words.
        Every answer carries an `X-Request-Id`, which you may choose yourself. Request bodies are JSON in UTF-8 of at most
        16 KiB; a member that an operation does not know is refused. Times are RFC 3339 in UTC, durations whole seconds.
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
        document.Tags = DocumentTags.Describe();

        // Wherever the document was read from is where the API is.
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
        components.Headers = ResponseHeaders.Components();
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        components.Schemas[OperationResponses.ProblemSchema] =
            await context.GetOrCreateSchemaAsync(typeof(ProblemDocument), cancellationToken: cancellationToken);

        HealthPaths.AddTo(document);
    }
}
