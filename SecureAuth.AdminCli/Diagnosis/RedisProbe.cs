using StackExchange.Redis;

namespace SecureAuth.AdminCli.Diagnosis;

/// <summary>Every command that the API uses, on a key that is gone afterwards.</summary>
internal static class RedisProbe
{
    public const string Script =
        """
        redis.call('TIME')
        redis.call('SET', KEYS[1], '1', 'PX', 1000, 'NX')
        redis.call('GET', KEYS[1])
        redis.call('DEL', KEYS[1])
        redis.call('HSET', KEYS[1], 'field', '1')
        redis.call('PEXPIRE', KEYS[1], 1000)
        redis.call('PTTL', KEYS[1])
        redis.call('HGET', KEYS[1], 'field')
        redis.call('HMGET', KEYS[1], 'field')
        redis.call('HEXISTS', KEYS[1], 'field')
        redis.call('EXISTS', KEYS[1])
        redis.call('HDEL', KEYS[1], 'field')
        return 1
        """;

    /// <summary>Listeners of the API ignore messages of a form that they do not know.</summary>
    public const string Message = "doctor";

    public static readonly RedisKey Key = "secureauth:{doctor}:probe";

    public static readonly RedisChannel Channel = RedisChannel.Literal("secureauth:revoked");
}
