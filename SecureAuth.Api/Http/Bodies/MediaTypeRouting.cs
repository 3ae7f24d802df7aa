using Microsoft.AspNetCore.Http.Metadata;

namespace SecureAuth.Api.Http.Bodies;

internal static class MediaTypeRouting
{
    /// <summary>
    /// Stops routing from selecting endpoints by media type. Routing would answer 415 from an endpoint of its own, which has no
    /// rate limit. Instead, the request reaches the endpoint of its path, and <see cref="RequestBodyMiddleware"/> rejects it.
    /// </summary>
    public static RouteGroupBuilder WithoutMediaTypeRouting(this RouteGroupBuilder group)
    {
        ((IEndpointConventionBuilder)group).Finally(endpoint =>
        {
            if (endpoint.Metadata.OfType<IAcceptsMetadata>().LastOrDefault() is { } body)
            {
                endpoint.Metadata.Add(new AnyMediaType(body));
            }
        });
        return group;
    }

    private sealed class AnyMediaType(IAcceptsMetadata body) : IAcceptsMetadata
    {
        public IReadOnlyList<string> ContentTypes => [];

        public Type? RequestType => body.RequestType;

        public bool IsOptional => body.IsOptional;
    }
}
