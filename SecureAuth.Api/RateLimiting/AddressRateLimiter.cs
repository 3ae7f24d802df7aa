using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Core.Redis;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// Limits each client address by the policy of what it calls. Ours, rather than one made by
/// <see cref="PartitionedRateLimiter.Create"/>, since a limiter never sees the request and the middleware shows nobody the
/// lease of a call that it lets through: the headers of a success would have nowhere to come from.
/// </summary>
internal sealed class AddressRateLimiter(
    RedisLink redis,
    IOptions<RateLimitOptions> options,
    RateLimitRecorder watch,
    TimeProvider time) : PartitionedRateLimiter<HttpContext>
{
    private readonly Dictionary<RateLimitPolicy, RateLimitRule> _rules = Enum.GetValues<RateLimitPolicy>()
        .ToDictionary(policy => policy, policy => new RateLimitRule(policy, options.Value, time));

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
        using var limiter = new RedisRateLimiter(redis, rule, ClientAddress.Of(resource).ToPartition());
        var lease = await limiter.AcquireAsync(permitCount, cancellationToken);
        if (lease is BucketLease { Decision: { } decision })
        {
            RateLimitHeaders.StateOn(resource.Response, rule, decision);
            watch.Record(resource, rule, decision);
        }

        return lease;
    }
}
