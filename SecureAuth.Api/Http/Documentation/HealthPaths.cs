using System.Text.Json.Nodes;
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
            "`Degraded` means that Redis is unavailable, that mails cannot be delivered, or that the queue of password hashes is "
            + "full: requests are processed all the same. A program on the same host or in a configured network gets the "
            + "state of each part as JSON, if it accepts JSON; everybody else gets the word.",
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
            Responses = new OpenApiResponses { ["200"] = WordResponse(document, healthy, "Healthy") },
            Security = [],
        };
        OperationResponses.AddProblems(
            operation.Responses, OperationResponses.CommonCodes, new ErrorExamples(document, path), document);
        OperationResponses.AddHeaders(operation.Responses, limited: false, document);
        if (unhealthy is not null)
        {
            operation.Responses["503"] = WordResponse(document, unhealthy, "Unhealthy");
            AddDetails(operation.Responses["200"], "Degraded", "redis", "RedisTimeoutException");
            AddDetails(operation.Responses["503"], "Unhealthy", "postgres", "NpgsqlException");
        }

        return new OpenApiPathItem
        {
            Operations = new Dictionary<HttpMethod, OpenApiOperation> { [HttpMethod.Get] = operation },
        };
    }

    private static OpenApiResponse WordResponse(OpenApiDocument document, string description, string example) => new()
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

    private static void AddDetails(IOpenApiResponse response, string status, string id, string detail) =>
        response.Content!["application/json"] = new OpenApiMediaType
        {
            Schema = Details(),
            Example = new JsonObject
            {
                ["status"] = status,
                ["duration_ms"] = 12,
                ["checks"] = new JsonArray(
                    new JsonObject { ["id"] = id, ["status"] = status, ["duration_ms"] = 11, ["detail"] = detail },
                    new JsonObject { ["id"] = "signing_keys", ["status"] = "Healthy", ["duration_ms"] = 1, ["detail"] = null }),
            },
        };

    private static OpenApiSchema Details() => Object(
        ("status", Status("The worst status of all checks.")),
        ("duration_ms", Duration("How long all checks together took, in milliseconds.")),
        ("checks", new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Description = "What was checked. More may be added.",
            Items = Object(
                ("id", new OpenApiSchema { Type = JsonSchemaType.String, Description = "What was checked, such as `postgres`." }),
                ("status", Status("Its status.")),
                ("duration_ms", Duration("How long it took, in milliseconds.")),
                ("detail", new OpenApiSchema
                {
                    Type = JsonSchemaType.String | JsonSchemaType.Null,
                    Description = "What is wrong, in words.",
                })),
        }));

    private static OpenApiSchema Object(params (string Name, OpenApiSchema Schema)[] members) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = members.ToDictionary(member => member.Name, IOpenApiSchema (member) => member.Schema),
        Required = members.Select(member => member.Name).ToHashSet(StringComparer.Ordinal),
    };

    private static OpenApiSchema Status(string description) => new()
    {
        Type = JsonSchemaType.String,
        Description = description,
        Enum = ["Healthy", "Degraded", "Unhealthy"],
    };

    private static OpenApiSchema Duration(string description) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int64",
        Minimum = "0",
        Description = description,
    };
}
