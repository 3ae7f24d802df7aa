using SecureAuth.Api.Http.Clients;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.Api.RateLimiting;

/// <summary>Determines the policy of a request.</summary>
internal static class RateLimitScope
{
    private static readonly PathString Api = "/api";

    /// <summary>Returns the bucket of a request: that of the client's address, or that of the service.</summary>
    public static string PartitionOf(HttpContext context, RateLimitPolicy policy) =>
        policy == RateLimitPolicy.Client ? ServiceClient.Of(context)! : ClientAddress.Of(context).ToPartition();

    /// <summary>
    /// Returns the endpoint's policy, or <see cref="RateLimitPolicy.Default"/> for everything else under <c>/api</c>. This
    /// includes unknown paths and wrong methods, so that scanning is limited too. Returns null if the request is not rate
    /// limited.
    /// </summary>
    public static RateLimitPolicy? PolicyOf(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<LimitedByAttribute>() is { } limited)
        {
            return limited.Policy == RateLimitPolicy.Client && ServiceClient.Of(context) is null
                ? RateLimitPolicy.ClientAuthentication
                : limited.Policy;
        }

        return context.Request.Path.StartsWithSegments(Api) ? RateLimitPolicy.Default : null;
    }
}
