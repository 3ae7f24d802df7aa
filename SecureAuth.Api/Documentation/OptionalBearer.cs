namespace SecureAuth.Api.Documentation;

/// <summary>Says of an anonymous endpoint that it looks at a bearer token if one comes.</summary>
internal sealed class OptionalBearer;

internal static class OptionalBearerExtensions
{
    public static TBuilder WithOptionalBearer<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OptionalBearer());
}
