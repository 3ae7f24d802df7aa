namespace SecureAuth.Api.RateLimiting;

/// <summary>Determines the policy of a request.</summary>
internal static class RateLimitScope
{
    private static readonly PathString Api = "/api";

    /// <summary>
    /// Returns the endpoint's policy, or <see cref="RateLimitPolicy.Default"/> for everything else under <c>/api</c>. This
    /// includes unknown paths and wrong methods, so that scanning is limited too. Returns null if the request is not rate
    /// limited.
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
