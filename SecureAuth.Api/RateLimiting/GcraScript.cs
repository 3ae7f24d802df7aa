using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Redis;
using StackExchange.Redis;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// <see cref="Gcra.TryTake"/> for a bucket in Redis. It uses the clock of Redis, so that replicas with different clocks can share
/// a bucket. A double represents microseconds since 1970 exactly until the year 2255.
/// </summary>
internal static class GcraScript
{
    // KEYS: the bucket's TAT; a marker that a refusal in this window has been recorded.
    // ARGV: interval and capacity in microseconds, window in milliseconds.
    // Returns: whether the request is allowed, how far the TAT is in the future in microseconds, first refusal in this window.
    // The TAT is formatted explicitly, since Lua would write such a large number with an exponent and lose digits. A TAT from a
    // longer window is shortened in Redis too. Otherwise each request would find the bucket empty until that window has passed.
    public static readonly RedisScript Script = new("rate limit", """
        local time = redis.call('TIME')
        local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
        local interval = tonumber(ARGV[1])
        local full = now + tonumber(ARGV[2])
        local stored = tonumber(redis.call('GET', KEYS[1])) or now
        local tat = math.min(math.max(stored, now), full)
        local function keep()
            redis.call('SET', KEYS[1], string.format('%.0f', tat), 'PX', string.format('%.0f', math.ceil((tat - now) / 1000)))
        end
        if tat + interval > full then
            if stored > full then
                keep()
            end
            local first = redis.call('SET', KEYS[2], '1', 'PX', ARGV[3], 'NX')
            return {0, tat - now, first and 1 or 0}
        end
        tat = tat + interval
        keep()
        return {1, tat - now, 0}
        """);

    public static RateLimitDecision Read(RedisResult result, Gcra gcra) =>
        gcra.Describe((int)result[0] == 1, (long)result[1]) with { FirstRefusal = (int)result[2] == 1 };
}
