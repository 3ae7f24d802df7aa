using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using SecureAuth.Core.Redis;
using SecureAuth.Core.Telemetry;
using StackExchange.Redis;

namespace SecureAuth.Core.RateLimiting;

/// <summary>
/// The buckets of a client address in Redis, for operators. During an outage of Redis each instance of the API counts in buckets
/// of its own, which nobody else sees.
/// </summary>
public sealed class ClientBuckets(RedisLink redis, IOptions<RateLimitOptions> options)
{
    // Returns the time of Redis in microseconds, and how far the bucket's TAT is in the future.
    private static readonly RedisScript Read = new("read rate limit", """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
        local tat = tonumber(redis.call('GET', KEYS[1])) or now
        return { string.format('%.0f', now), string.format('%.0f', math.max(tat - now, 0)) }
        """);

    private static readonly RedisScript Reset = new("reset rate limit", "return redis.call('DEL', KEYS[1], KEYS[2])");

    /// <summary>The policies that count for an address. A service has a bucket of its own, whatever its address.</summary>
    private static readonly RateLimitPolicy[] Policies =
        [.. Enum.GetValues<RateLimitPolicy>().Where(policy => policy != RateLimitPolicy.Client)];

    /// <exception cref="RedisException">Redis does not answer.</exception>
    public async Task<IReadOnlyList<BucketState>> ReadAsync(IPAddress address)
    {
        var states = new List<BucketState>();
        foreach (var policy in Policies)
        {
            var answer = await redis.EvaluateAsync(Read, KeysOf(policy, address));
            var limit = options.Value.For(policy);
            var gcra = Gcra.From(limit);

            // A bucket of a longer window, from before a change of the limit, counts as an empty one.
            var ahead = Math.Min(Number(answer[1]), gcra.Capacity);
            states.Add(new BucketState(
                policy, limit, gcra.Describe(allowed: true, ahead).Remaining,
                ahead == 0 ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(Number(answer[0]) + ahead)));
        }

        return states;
    }

    /// <summary>Makes all buckets of the address full.</summary>
    /// <exception cref="RedisException">Redis does not answer.</exception>
    public async Task ResetAsync(IPAddress address)
    {
        foreach (var policy in Policies)
        {
            await redis.EvaluateAsync(Reset, KeysOf(policy, address));
        }
    }

    private static RedisKey[] KeysOf(RateLimitPolicy policy, IPAddress address) =>
        BucketKeys.Of(WireName.Of(policy), address.ToPartition());

    private static long Number(RedisResult text) => long.Parse((string)text!, CultureInfo.InvariantCulture);
}

/// <summary>A bucket at one moment.</summary>
/// <param name="Limit">Its limit, by the settings of this process.</param>
/// <param name="Remaining">How many requests would be allowed at once.</param>
/// <param name="FullAt">When the bucket is full again by the clock of Redis, or null if it is full.</param>
public sealed record BucketState(RateLimitPolicy Policy, RateLimit Limit, long Remaining, DateTimeOffset? FullAt);
