using SecureAuth.Core.Redis;
using StackExchange.Redis;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// <see cref="Gcra.TryTake"/> on a bucket in Redis, by the clock of Redis, so that replicas whose clocks differ share one
/// bucket. Doubles hold microseconds since 1970 exactly until the year 2255.
/// </summary>
internal static class GcraScript
{
    // KEYS: the bucket's TAT; the mark that a refusal in this window has been told of.
    // ARGV: interval and capacity in microseconds, window in milliseconds.
    // Returns: allowed, how far the TAT lies ahead in microseconds, first refusal in this window.
    // A TAT is formatted by hand, since Lua would write so large a number with an exponent and lose digits.
    public static readonly RedisScript Script = new("rate limit", """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
        local interval = tonumber(ARGV[1])
        local full = now + tonumber(ARGV[2])
        local tat = tonumber(redis.call('GET', KEYS[1])) or now
        tat = math.min(math.max(tat, now), full)
        if tat + interval > full then
            local first = redis.call('SET', KEYS[2], '1', 'PX', ARGV[3], 'NX')
            return {0, tat - now, first and 1 or 0}
        end
        tat = tat + interval
        redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', string.format('%.0f', math.ceil((tat - now) / 1000)))
        return {1, tat - now, 0}
        """);

    /// <summary>The braces are the hash tag that keeps both keys of a bucket on one node of a cluster.</summary>
    public static RedisKey[] KeysOf(string policy, string partition) =>
        [$"secureauth:{{{policy}:{partition}}}:gcra", $"secureauth:{{{policy}:{partition}}}:refused"];

    public static RateLimitDecision Read(RedisResult result, Gcra gcra) =>
        gcra.Describe((int)result[0] == 1, (long)result[1]) with { FirstRefusal = (int)result[2] == 1, ByRedis = true };
}
