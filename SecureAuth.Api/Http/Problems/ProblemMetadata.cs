using Microsoft.AspNetCore.Builder;

namespace SecureAuth.Api.Http.Problems;

/// <summary>The codes that an endpoint itself can answer, for the OpenAPI document.</summary>
internal sealed record ProblemMetadata(IReadOnlyList<ErrorCode> Codes);

internal static class ProblemMetadataExtensions
{
    /// <summary>
    /// Declares an endpoint's own codes. Those that follow from its other metadata are added to the document by
    /// themselves: a body's 400, 413 and 415, a policy's 429, authorization's 401, and 500 and 503.
    /// </summary>
    public static TBuilder WithProblems<TBuilder>(this TBuilder builder, params ErrorCode[] codes)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ProblemMetadata(codes));
}
