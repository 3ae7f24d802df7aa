using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.Http.Documentation;

/// <summary>
/// Completes an operation from its endpoint's metadata: the error codes that it declares, the codes that every operation can
/// return, an example of each, the response headers, and whether a token is required.
/// </summary>
internal static class OperationResponses
{
    public const string ProblemSchema = "Problem";

    /// <summary>
    /// The codes that every path can return. An operation without a request body rejects a body that is sent anyway, and a method
    /// that a path does not support is not allowed.
    /// </summary>
    public static readonly IReadOnlyList<ErrorCode> CommonCodes =
    [
        ErrorCode.InvalidRequest, ErrorCode.MethodNotAllowed, ErrorCode.PayloadTooLarge, ErrorCode.UnsupportedMediaType,
        ErrorCode.InternalError,
    ];

    /// <summary>The codes that so many operations can return that they share an example.</summary>
    public static readonly IReadOnlySet<ErrorCode> SharedCodes = new HashSet<ErrorCode>(
    [
        .. CommonCodes, ErrorCode.InvalidToken, ErrorCode.CrossSiteRequest, ErrorCode.RateLimited, ErrorCode.ServiceUnavailable,
    ]);

    public static Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document ?? throw new InvalidOperationException("The operation does not belong to a document.");
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var path = "/" + context.Description.RelativePath!.TrimEnd('/');
        var limited = path.StartsWith("/api/", StringComparison.Ordinal);

        var responses = operation.Responses ??= [];
        var examples = ErrorExamples.Of(document, path, context.Description);
        AddProblems(responses, CodesOf(metadata, limited), examples, document);
        AddHeaders(responses, limited, document);
        operation.Security = SecurityOf(metadata, document);
        return Task.CompletedTask;
    }

    public static void AddProblems(
        OpenApiResponses responses, IEnumerable<ErrorCode> codes, ErrorExamples examples, OpenApiDocument document)
    {
        foreach (var group in codes.Distinct().GroupBy(code => code.Status).OrderBy(group => group.Key))
        {
            responses[group.Key.ToString(CultureInfo.InvariantCulture)] = ToResponse([.. group], examples, document);
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
        if (RequiresToken(metadata))
        {
            codes.AddRange([ErrorCode.InvalidToken, ErrorCode.CrossSiteRequest]);
        }

        if (limited)
        {
            codes.AddRange([ErrorCode.RateLimited, ErrorCode.ServiceUnavailable]);
        }

        return codes;
    }

    private static OpenApiResponse ToResponse(ErrorCode[] codes, ErrorExamples examples, OpenApiDocument document) => new()
    {
        Description = string.Join("\n", codes.Select(code => $"- `{code.Code}`: {code.Detail}")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            ["application/problem+json"] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(ProblemSchema, document),
                Examples = codes.ToDictionary(code => code.Code, examples.For),
            },
        },
    };

    private static List<OpenApiSecurityRequirement> SecurityOf(IList<object> metadata, OpenApiDocument document)
    {
        var bearer = Requirement(DocumentTransformer.BearerScheme, document);
        var cookie = Requirement(DocumentTransformer.CookieScheme, document);
        return RequiresToken(metadata) ? [bearer, cookie]
            : metadata.OfType<OptionalBearer>().Any() ? [[], bearer, cookie]
            : IsForServices(metadata) ? [Requirement(DocumentTransformer.BasicScheme, document)]
            : [];
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };

    private static bool IsForServices(IList<object> metadata) => metadata.OfType<ServiceEndpoint>().Any();

    private static bool RequiresToken(IList<object> metadata) =>
        metadata.OfType<IAuthorizeData>().Any() && !metadata.OfType<IAllowAnonymous>().Any();
}
