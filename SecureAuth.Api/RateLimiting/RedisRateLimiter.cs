using System.Threading.RateLimiting;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Redis;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// The limiter of one bucket. The bucket is stored in Redis, so the limiter is created for each request and discarded. There is
/// no table of limiters that an attacker with many addresses could fill.
/// </summary>
internal sealed class RedisRateLimiter(RedisLink redis, RateLimitRule rule, string partition) : RateLimiter
{
    /// <summary>The limiter is always idle: it can be disposed of at any time without loss of state.</summary>
    public override TimeSpan? IdleDuration => TimeSpan.MaxValue;

    public override RateLimiterStatistics? GetStatistics() => null;

    /// <summary>
    /// The decision requires a call to Redis, for which a synchronous call must not wait. The middleware then calls
    /// <see cref="AcquireAsyncCore"/>.
    /// </summary>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => BucketLease.Unknown;

    // The token is not passed on: a client that disconnects before the response has used the permit anyway.
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(permitCount, 1);

        var answer = await redis.TryEvaluateAsync(
            GcraScript.Script, BucketKeys.Of(rule.Name, partition), rule.ScriptArguments);
        return new BucketLease(answer is null
            ? rule.Local.Take(partition) with { IsFallback = redis.IsUsed }
            : GcraScript.Read(answer, rule.Gcra));
    }
}
