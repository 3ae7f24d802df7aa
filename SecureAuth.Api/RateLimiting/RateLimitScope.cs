namespace SecureAuth.Api.RateLimiting;

/// <summary>Which policy, if any, a request falls under.</summary>
internal static class RateLimitScope
{
    private static readonly PathString Api = "/api";

    /// <summary>
    /// What the endpoint says; else <see cref="RateLimitPolicy.Default"/> for all of <c>/api</c>, unknown paths and wrong
    /// methods included, or a scan would be free; null for what is not limited.
    /// </summary>
    public static RateLimitPolicy? PolicyOf(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<LimitedByAttribute>() is { } limited)
        {
            return limited.Policy;
        }

        return context.Request.Path.StartsWithSegments(Api) ? RateLimitPolicy.Default : null;
    }
}
