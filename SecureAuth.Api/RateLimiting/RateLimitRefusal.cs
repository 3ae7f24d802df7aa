using Microsoft.AspNetCore.RateLimiting;
using SecureAuth.Api.Http.Problems;

namespace SecureAuth.Api.RateLimiting;

/// <summary>The answer to a call beyond the limit.</summary>
internal static class RateLimitRefusal
{
    public static ValueTask WriteAsync(OnRejectedContext rejected, CancellationToken cancellationToken) => new(
        Problem.WriteAsync(
            rejected.HttpContext, ErrorCode.RateLimited, rejected.Lease is BucketLease lease ? lease.Decision?.NextPermit : null));
}
