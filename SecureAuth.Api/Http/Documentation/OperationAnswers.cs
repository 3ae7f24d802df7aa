using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Completes an operation from its endpoint's metadata: the codes that it declares and those that follow from what it is,
/// an example of each, the headers of every answer, and whether a token is asked for.
/// </summary>
internal static class OperationAnswers
{
    public const string ProblemSchema = "Problem";

    public static Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document ?? throw new InvalidOperationException("The operation belongs to no document.");
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var path = "/" + context.Description.RelativePath;
        var limited = path.StartsWith("/api/", StringComparison.Ordinal);

        var responses = operation.Responses ??= [];
        foreach (var codes in CodesOf(metadata, limited).GroupBy(code => code.Status).OrderBy(codes => codes.Key))
        {
            responses[codes.Key.ToString(System.Globalization.CultureInfo.InvariantCulture)] = Describe([.. codes], path, document);
        }

        foreach (var (status, response) in responses)
        {
            ((OpenApiResponse)response).Headers =
                AnswerHeaders.Of(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture), limited, document);
        }

        operation.Security = SecurityOf(metadata, document);
        return Task.CompletedTask;
    }

    private static IEnumerable<ErrorCode> CodesOf(IList<object> metadata, bool limited)
    {
        var codes = metadata.OfType<ProblemMetadata>().SelectMany(problems => problems.Codes).ToList();
        if (metadata.OfType<IAcceptsMetadata>().Any())
        {
            codes.AddRange([ErrorCode.InvalidRequest, ErrorCode.PayloadTooLarge, ErrorCode.UnsupportedMediaType]);
        }

        if (AsksForToken(metadata))
        {
            codes.Add(ErrorCode.InvalidToken);
        }

        if (limited)
        {
            codes.AddRange([ErrorCode.RateLimited, ErrorCode.ServiceUnavailable]);
        }

        codes.Add(ErrorCode.InternalError);
        return codes.Distinct();
    }

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
            JsonSettings.Problems);
    }

    private static List<OpenApiSecurityRequirement> SecurityOf(IList<object> metadata, OpenApiDocument document)
    {
        var bearer = new OpenApiSecurityRequirement
        {
            [new OpenApiSecuritySchemeReference(DocumentFrame.BearerScheme, document)] = [],
        };
        return AsksForToken(metadata) ? [bearer]
            : metadata.OfType<OptionalBearer>().Any() ? [[], bearer]
            : [];
    }

    private static bool AsksForToken(IList<object> metadata) =>
        metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any();
}
