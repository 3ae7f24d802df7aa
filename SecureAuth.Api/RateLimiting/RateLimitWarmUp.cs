using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Redis;
using SecureAuth.Core.Startup;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// Connects to Redis and loads the script of the limits. The first call exceeds the time budget of a call, so a request that made
/// it would get the stricter limits of an outage.
/// </summary>
internal sealed class RateLimitWarmUp(RedisLink redis) : IWarmUp
{
    /// <summary>Uses a bucket that belongs to no client and expires at once.</summary>
    public Task WarmUpAsync(CancellationToken cancellationToken) =>
        redis.WarmUpAsync(GcraScript.Script, BucketKeys.Of("warm_up", "none"), [1, 1, 1]);
}
