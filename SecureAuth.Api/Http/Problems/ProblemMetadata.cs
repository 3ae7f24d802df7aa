namespace SecureAuth.Api.Http.Problems;

/// <summary>The error codes that an endpoint can return, for the OpenAPI document.</summary>
internal sealed record ProblemMetadata(IReadOnlyList<ErrorCode> Codes);

internal static class ProblemMetadataExtensions
{
    /// <summary>
    /// Declares the error codes of an endpoint. The document adds the common codes itself: 400, 405, 413, 415 and 500, the 401 of
    /// authorization, and the 429 and 503 of rate limiting.
    /// </summary>
    public static TBuilder WithProblems<TBuilder>(this TBuilder builder, params ErrorCode[] codes)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ProblemMetadata(codes));
}
