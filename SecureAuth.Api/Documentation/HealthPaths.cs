using Microsoft.OpenApi;

namespace SecureAuth.Api.Documentation;

/// <summary>The probes, which the service defaults map in a way that the document's generator does not see.</summary>
internal static class HealthPaths
{
    public static void AddTo(OpenApiDocument document)
    {
        document.Paths["/health"] = Probe(
            document, "getHealth", "/health", "Whether the instance is ready for traffic", "`Healthy` or `Degraded`.", "`Unhealthy`.");
        document.Paths["/alive"] = Probe(document, "getAlive", "/alive", "Whether the process runs", "`Healthy`.", null);
    }

    private static OpenApiPathItem Probe(
        OpenApiDocument document, string id, string path, string summary, string good, string? bad)
    {
        var operation = new OpenApiOperation
        {
            OperationId = id,
            Summary = summary,
            Tags = new HashSet<OpenApiTagReference> { new(DocumentTags.Health, document) },
            Responses = new OpenApiResponses { ["200"] = Word(document, good) },
            Security = [],
        };
        OperationResponses.AddProblems(operation.Responses, OperationResponses.CommonCodes, path, document);
        OperationResponses.AddHeaders(operation.Responses, limited: false, document);
        if (bad is not null)
        {
            operation.Responses["503"] = Word(document, bad);
        }

        return new OpenApiPathItem
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Get] = operation },
        };
    }

    private static OpenApiResponse Word(OpenApiDocument document, string word) => new()
    {
        Description = word,
        Headers = ResponseHeaders.Of(StatusCodes.Status200OK, limited: false, document),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["text/plain"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
        },
    };
}
