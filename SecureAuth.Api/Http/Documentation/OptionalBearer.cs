namespace SecureAuth.Api.Http.Documentation;

/// <summary>Endpoint metadata: an anonymous endpoint that uses a bearer token if one is sent.</summary>
internal sealed class OptionalBearer;

internal static class OptionalBearerExtensions
{
    public static TBuilder WithOptionalBearer<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OptionalBearer());
}
