using Microsoft.AspNetCore.RateLimiting;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.RateLimiting;

/// <summary>Writes the response to a throttled request.</summary>
internal static class RateLimitRefusal
{
    public static ValueTask WriteAsync(OnRejectedContext rejected, CancellationToken cancellationToken) => new(
        Problem.WriteAsync(
            rejected.HttpContext, ErrorCode.RateLimited, (rejected.Lease as BucketLease)?.Decision?.NextPermit));
}
