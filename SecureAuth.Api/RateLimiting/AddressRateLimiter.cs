using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Redis;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// Limits the requests of each client address or service by the policy of the endpoint.
/// <see cref="PartitionedRateLimiter.Create"/> is not enough: its limiters do not see the request, and the middleware does not
/// expose the lease of an accepted request, so the rate-limit headers could not be set on it.
/// </summary>
internal sealed class AddressRateLimiter(
    RedisLink redis,
    IOptions<RateLimitOptions> options,
    RateLimitRecorder recorder,
    TimeProvider time) : PartitionedRateLimiter<HttpContext>
{
    private readonly Dictionary<RateLimitPolicy, RateLimitRule> _rules = Enum.GetValues<RateLimitPolicy>()
        .ToDictionary(policy => policy, policy => new RateLimitRule(policy, options.Value, redis.IsUsed, time));

    public override RateLimiterStatistics? GetStatistics(HttpContext resource) => null;

    protected override RateLimitLease AttemptAcquireCore(HttpContext resource, int permitCount) =>
        RateLimitScope.PolicyOf(resource) is null ? BucketLease.Unlimited : BucketLease.Unknown;

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(
        HttpContext resource, int permitCount, CancellationToken cancellationToken)
    {
        if (RateLimitScope.PolicyOf(resource) is not { } policy)
        {
            return BucketLease.Unlimited;
        }

        var rule = _rules[policy];
        using var limiter = new RedisRateLimiter(redis, rule, RateLimitScope.PartitionOf(resource, policy));
        var lease = await limiter.AcquireAsync(permitCount, cancellationToken);
        if (lease is BucketLease { Decision: { } decision })
        {
            RateLimitHeaders.SetOnStarting(resource.Response, rule, decision);
            recorder.Record(resource, rule, decision);
        }

        return lease;
    }
}
