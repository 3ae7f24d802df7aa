using Microsoft.OpenApi;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Documents the health checks. The service defaults map them with a request delegate, which the OpenAPI generator does not see.
/// </summary>
internal static class HealthPaths
{
    public static void AddTo(OpenApiDocument document)
    {
        document.Paths["/health"] = PathItem(
            document, "getHealth", "/health", "Check whether the instance is ready for traffic",
            "`Degraded` means that Redis is unavailable or mails cannot be delivered: requests are processed all the same.",
            "`Healthy` or `Degraded`.", "`Unhealthy`.");
        document.Paths["/alive"] = PathItem(
            document, "getAlive", "/alive", "Check whether the process is running",
            "It asks no other server. A process that does not answer should be started again.", "`Healthy`.", unhealthy: null);
    }

    private static OpenApiPathItem PathItem(
        OpenApiDocument document,
        string operationId,
        string path,
        string summary,
        string description,
        string healthy,
        string? unhealthy)
    {
        var operation = new OpenApiOperation
        {
            OperationId = operationId,
            Summary = summary,
            Description = description,
            Tags = new HashSet<OpenApiTagReference> { new(DocumentTags.Health, document) },
            Responses = new OpenApiResponses { ["200"] = TextResponse(document, healthy, "Healthy") },
            Security = [],
        };
        OperationResponses.AddProblems(
            operation.Responses, OperationResponses.CommonCodes, new ErrorExamples(document, path), document);
        OperationResponses.AddHeaders(operation.Responses, limited: false, document);
        if (unhealthy is not null)
        {
            operation.Responses["503"] = TextResponse(document, unhealthy, "Unhealthy");
        }

        return new OpenApiPathItem
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Get] = operation },
        };
    }

    private static OpenApiResponse TextResponse(OpenApiDocument document, string description, string example) => new()
    {
        Description = description,
        Headers = ResponseHeaders.Of(StatusCodes.Status200OK, limited: false, document),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["text/plain"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = example,
            },
        },
    };
}
