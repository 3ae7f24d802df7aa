using System.Globalization;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;
using StackExchange.Redis;

namespace SecureAuth.Api.RateLimiting;

/// <summary>A policy with everything that is derived from its limit: script arguments, header and fallback buckets.</summary>
internal sealed class RateLimitRule
{
    public RateLimitRule(RateLimitPolicy policy, RateLimitOptions options, TimeProvider time)
    {
        var limit = options.For(policy);
        Policy = policy;
        Name = WireName.Of(policy);
        Gcra = Gcra.From(limit);
        PolicyHeader = string.Create(
            CultureInfo.InvariantCulture, $"\"{Name}\";q={limit.Permits};w={Math.Ceiling(limit.Window.TotalSeconds)}");
        ScriptArguments = [Gcra.Interval, Gcra.Capacity, (long)Math.Ceiling(limit.Window.TotalMilliseconds)];
        Fallback = new LocalBuckets(limit.Share(options.FallbackShare), options.FallbackBuckets, time);
    }

    public RateLimitPolicy Policy { get; }

    public string Name { get; }

    public Gcra Gcra { get; }

    /// <summary>
    /// The value of <c>RateLimit-Policy</c>. It does not change during an outage of Redis, as the draft requires.
    /// </summary>
    public string PolicyHeader { get; }

    public RedisValue[] ScriptArguments { get; }

    public LocalBuckets Fallback { get; }
}
