using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SecureAuth.Api.Http;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Documentation;

/// <summary>
/// Completes an operation from its endpoint's metadata: the codes that it declares and those that follow from what it is,
/// an example of each, the headers of every answer, and whether a token is asked for.
/// </summary>
internal static class OperationResponses
{
    public const string ProblemSchema = "Problem";

    /// <summary>
    /// What anything can answer: one that takes no body refuses one that is sent, and the method is another one's fault.
    /// </summary>
    public static readonly IReadOnlyList<ErrorCode> CommonCodes =
    [
        ErrorCode.InvalidRequest, ErrorCode.MethodNotAllowed, ErrorCode.PayloadTooLarge, ErrorCode.UnsupportedMediaType,
        ErrorCode.InternalError,
    ];

    public static Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document ?? throw new InvalidOperationException("The operation belongs to no document.");
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var path = "/" + context.Description.RelativePath;
        var limited = path.StartsWith("/api/", StringComparison.Ordinal);

        var responses = operation.Responses ??= [];
        AddProblems(responses, CodesOf(metadata, limited), path, document);
        AddHeaders(responses, limited, document);
        operation.Security = SecurityOf(metadata, document);
        return Task.CompletedTask;
    }

    public static void AddProblems(
        OpenApiResponses responses, IEnumerable<ErrorCode> codes, string path, OpenApiDocument document)
    {
        foreach (var ofStatus in codes.Distinct().GroupBy(code => code.Status).OrderBy(ofStatus => ofStatus.Key))
        {
            responses[Text(ofStatus.Key)] = Describe([.. ofStatus], path, document);
        }
    }

    public static void AddHeaders(OpenApiResponses responses, bool limited, OpenApiDocument document)
    {
        foreach (var (status, response) in responses)
        {
            ((OpenApiResponse)response).Headers =
                ResponseHeaders.Of(int.Parse(status, CultureInfo.InvariantCulture), limited, document);
        }
    }

    private static IEnumerable<ErrorCode> CodesOf(IList<object> metadata, bool limited)
    {
        var codes = metadata.OfType<ProblemMetadata>().SelectMany(problems => problems.Codes).Concat(CommonCodes).ToList();
        if (AsksForToken(metadata))
        {
            codes.Add(ErrorCode.InvalidToken);
        }

        if (limited)
        {
            codes.AddRange([ErrorCode.RateLimited, ErrorCode.ServiceUnavailable]);
        }

        return codes;
    }

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static OpenApiResponse Describe(ErrorCode[] codes, string path, OpenApiDocument document) => new()
    {
        Description = string.Join("\n", codes.Select(code => $"- `{code.Code}`: {code.Detail}")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(ProblemSchema, document),
                Examples = codes.ToDictionary(
                    code => code.Code,
                    IOpenApiExample (code) => new OpenApiExample { Summary = code.Title, Value = ExampleOf(code, path) }),
            },
        },
    };

    private static JsonNode? ExampleOf(ErrorCode code, string path)
    {
        var errors = code == ErrorCode.InvalidRequest ? new FieldErrors().Add("email", FieldErrors.Required).ToDictionary()
            : code == ErrorCode.WeakPassword ? new FieldErrors().Add("password", "too_short").ToDictionary()
            : null;
        return JsonSerializer.SerializeToNode(
            new ProblemDocument(
                code.Type, code.Title, code.Status, code.Detail, path, code.Code, "01990a7c5f7e7d0f9a4f3c2b1a0d9e8f", errors),
            JsonSettings.Responses);
    }

    private static List<OpenApiSecurityRequirement> SecurityOf(IList<object> metadata, OpenApiDocument document)
    {
        var bearer = new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(DocumentTransformer.BearerScheme, document)] = [],
        };
        return AsksForToken(metadata) ? [bearer]
            : metadata.OfType<OptionalBearer>().Any() ? [[], bearer]
            : [];
    }

    private static bool AsksForToken(IList<object> metadata) =>
        metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any();
}
