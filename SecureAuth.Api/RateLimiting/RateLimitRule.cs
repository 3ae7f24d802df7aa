using System.Globalization;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;
using StackExchange.Redis;

namespace SecureAuth.Api.RateLimiting;

/// <summary>A policy with everything that is derived from its limit: script arguments, header and local buckets.</summary>
internal sealed class RateLimitRule
{
    public RateLimitRule(RateLimitPolicy policy, RateLimitOptions options, bool usesRedis, TimeProvider time)
    {
        var limit = options.For(policy);
        Policy = policy;
        Name = WireName.Of(policy);
        Gcra = Gcra.From(limit);
        PolicyHeader = string.Create(
            CultureInfo.InvariantCulture, $"\"{Name}\";q={limit.Permits};w={Math.Ceiling(limit.Window.TotalSeconds)}");
        ScriptArguments = [Gcra.Interval, Gcra.Capacity, (long)Math.Ceiling(limit.Window.TotalMilliseconds)];
        Local = usesRedis
            ? new LocalBuckets(limit.Share(options.FallbackShare), options.FallbackBuckets, time)
            : new LocalBuckets(limit, options.LocalBuckets, time);
    }

    public RateLimitPolicy Policy { get; }

    public string Name { get; }

    public Gcra Gcra { get; }

    /// <summary>
    /// The value of <c>RateLimit-Policy</c>. It does not change during an outage of Redis, as the draft requires.
    /// </summary>
    public string PolicyHeader { get; }

    public RedisValue[] ScriptArguments { get; }

    /// <summary>The buckets of this process: the only ones without Redis, and stricter ones during an outage of it.</summary>
    public LocalBuckets Local { get; }
}
