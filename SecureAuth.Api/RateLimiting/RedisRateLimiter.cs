using System.Threading.RateLimiting;
using SecureAuth.Core.Redis;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// The limiter of one bucket. It holds nothing but the bucket's name, the bucket being in Redis: it is made for a call and
/// thrown away, and so no table of limiters grows with the addresses of an attacker.
/// </summary>
internal sealed class RedisRateLimiter(RedisLink redis, RateLimitRule rule, string partition) : RateLimiter
{
    /// <summary>Always idle: whoever keeps limiters may collect this one at any time, and nothing is forgotten.</summary>
    public override TimeSpan? IdleDuration => TimeSpan.MaxValue;

    public override RateLimiterStatistics? GetStatistics() => null;

    /// <summary>
    /// Knows nothing without asking Redis, and a synchronous call must not wait for it. The middleware then asks
    /// <see cref="AcquireAsyncCore"/>.
    /// </summary>
    protected override RateLimitLease AttemptAcquireCore(int permitCount) => BucketLease.Unknown;

    // The token is not passed on: who hangs up before the answer has spent the permit all the same.
    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(permitCount, 1);

        var answer = await redis.TryEvaluateAsync(
            GcraScript.Script, GcraScript.KeysOf(rule.Name, partition), rule.ScriptArguments);
        return new BucketLease(answer is null ? rule.Fallback.Take(partition) : GcraScript.Read(answer, rule.Gcra));
    }
}
