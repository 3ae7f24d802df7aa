using SecureAuth.Core.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// The scripts over the one Redis key that holds the revocations: a hash with the field <c>fresh_until</c> (the marker, in
/// milliseconds of Redis's clock), <c>cursor</c> (up to which transaction Postgres has been copied), <c>epoch</c>
/// (milliseconds), and a field for each revoked session. It is one key so that eviction, expiry or a flush takes the marker
/// along with the facts that it vouches for.
/// </summary>
internal static class RevocationScripts
{
    private const string Now = "local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000); ";

    /// <summary>ARGV: session, its time in ms. Answers one of the constants below.</summary>
    public static readonly RedisScript Check = new(
        "revocation check",
        Now + """
        local v = redis.call('HMGET', KEYS[1], 'fresh_until', ARGV[1], 'epoch')
        if v[2] then return 2 end
        if v[3] and tonumber(ARGV[2]) <= tonumber(v[3]) then return 2 end
        if v[1] and now < tonumber(v[1]) then return 1 end
        return 0
        """);

    public const int NotKnown = 0;
    public const int NotRevoked = 1;
    public const int Revoked = 2;

    /// <summary>Before a copy: Redis's time in ms, and the cursor that the hash has ("0" if there is no hash).</summary>
    public static readonly RedisScript Look = new(
        "revocation look",
        Now + """
        return { string.format('%.0f', now), redis.call('HGET', KEYS[1], 'cursor') or '0' }
        """);

    /// <summary>
    /// ARGV: the cursor that the copy began from, the new cursor, the marker, the epoch, the key's lifetime in ms, the
    /// sessions. Does nothing if Redis has lost what the copy builds on.
    /// </summary>
    public static readonly RedisScript Copy = new(
        "revocation copy",
        """
        local cursor = tonumber(redis.call('HGET', KEYS[1], 'cursor') or '0')
        if cursor < tonumber(ARGV[1]) then return 0 end
        local isnew = redis.call('EXISTS', KEYS[1]) == 0
        for i = 6, #ARGV do redis.call('HSET', KEYS[1], ARGV[i], '1') end
        if tonumber(ARGV[2]) > cursor then redis.call('HSET', KEYS[1], 'cursor', ARGV[2]) end
        local epoch = redis.call('HGET', KEYS[1], 'epoch')
        if not epoch or tonumber(epoch) < tonumber(ARGV[4]) then redis.call('HSET', KEYS[1], 'epoch', ARGV[4]) end
        local fresh = redis.call('HGET', KEYS[1], 'fresh_until')
        if not fresh or tonumber(fresh) < tonumber(ARGV[3]) then redis.call('HSET', KEYS[1], 'fresh_until', ARGV[3]) end
        if isnew or redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[5]) end
        return 1
        """);

    /// <summary>
    /// ARGV: the epoch or an empty string, then sessions. Adds to a hash that is there; a missing one is made by the copier.
    /// An older epoch that arrives late changes nothing.
    /// </summary>
    public static readonly RedisScript Publish = new(
        "revocation publish",
        """
        if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
        for i = 2, #ARGV do redis.call('HSET', KEYS[1], ARGV[i], '1') end
        if ARGV[1] ~= '' then
            local epoch = redis.call('HGET', KEYS[1], 'epoch')
            if not epoch or tonumber(epoch) < tonumber(ARGV[1]) then redis.call('HSET', KEYS[1], 'epoch', ARGV[1]) end
        end
        return 1
        """);

    /// <summary>Forgets a hash that speaks of another history of the database, such as one before a restore.</summary>
    public static readonly RedisScript Forget = new("revocation forget", "return redis.call('DEL', KEYS[1])");
}
