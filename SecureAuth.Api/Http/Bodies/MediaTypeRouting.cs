using Microsoft.AspNetCore.Http.Metadata;

namespace SecureAuth.Api.Http.Bodies;

internal static class MediaTypeRouting
{
    /// <summary>
    /// Keeps routing from choosing by media type: it would answer 415 from an endpoint of its own, which nobody has put under
    /// a rate limit. The request reaches the endpoint that it names, whatever its type, and <see cref="RequestBodyMiddleware"/> refuses it.
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
