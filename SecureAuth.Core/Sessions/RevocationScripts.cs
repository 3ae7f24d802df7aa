using SecureAuth.Core.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// The scripts for the Redis key of the revocations. It is a hash with the fields <c>fresh_until</c> (the marker, in milliseconds
/// of Redis's clock), <c>cursor</c> (the transaction up to which Postgres has been copied), <c>epoch</c> (in milliseconds), a
/// field for each revoked session, and one for each user whose roles have changed, with their version. All data is in a single
/// key, so that eviction, expiry or a flush removes the marker together with what it vouches for.
/// </summary>
internal static class RevocationScripts
{
    private const string Now = "local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000); ";

    /// <summary>
    /// Adds what follows in ARGV from a position on: the number of users whose roles have changed, two values for each (the field
    /// and the version), and the sessions. A version never decreases. Returns how many fields were new.
    /// </summary>
    private const string Add = """
        local function add(from)
            local added = 0
            local sessions = from + 1 + 2 * tonumber(ARGV[from])
            for i = from + 1, sessions - 1, 2 do
                local known = redis.call('HGET', KEYS[1], ARGV[i])
                if not known or tonumber(known) < tonumber(ARGV[i + 1]) then
                    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
                    added = added + 1
                end
            end
            for i = sessions, #ARGV do added = added + redis.call('HSET', KEYS[1], ARGV[i], '1') end
            return added
        end

        """;

    /// <summary>
    /// Checks a token. ARGV: the session, its time of creation in ms, the lifetime of a marker in ms, the field of the user, and
    /// the version of the roles. Returns <see cref="Unknown"/>, <see cref="Accepted"/>, <see cref="Revoked"/> or <see
    /// cref="Outdated"/>.
    /// </summary>
    /// <remarks>
    /// A marker that is valid for longer than its lifetime comes from a server whose clock was ahead, and which has failed over
    /// to this one.
    /// </remarks>
    public static readonly RedisScript Check = new(
        "check revocation",
        Now + """
        local v = redis.call('HMGET', KEYS[1], 'fresh_until', ARGV[1], 'epoch', ARGV[4])
        if v[2] then return 2 end
        if v[3] and tonumber(ARGV[2]) <= tonumber(v[3]) then return 2 end
        if v[4] and tonumber(ARGV[5]) < tonumber(v[4]) then return 3 end
        local left = v[1] and tonumber(v[1]) - now
        if left and left > 0 and left <= tonumber(ARGV[3]) then return 1 end
        return 0
        """);

    public const int Unknown = 0;
    public const int Accepted = 1;
    public const int Revoked = 2;
    public const int Outdated = 3;

    /// <summary>Returns Redis's time in ms and the cursor of the hash, which is "0" if there is no hash.</summary>
    public static readonly RedisScript ReadState = new(
        "read revocation state",
        Now + """
        return { string.format('%.0f', now), redis.call('HGET', KEYS[1], 'cursor') or '0' }
        """);

    /// <summary>
    /// Adds a page of a copy that is not its last one. ARGV: the field that stands for the earlier pages, "1" if this is the
    /// first page, the lifetime of the key in ms, and what to <see cref="Add"/>. Returns how much of it the hash did not contain
    /// yet, or -1 if Redis has lost the earlier pages.
    /// </summary>
    public static readonly RedisScript AddPage = new(
        "add page of revocations",
        Add + """
        if ARGV[2] == '0' and redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return -1 end
        redis.call('HSET', KEYS[1], ARGV[1], '1')
        if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
        return add(4)
        """);

    /// <summary>
    /// Completes a copy. ARGV: the cursor from which the copy started, the new cursor, the marker, the epoch, the lifetime of the
    /// key in ms, the field that stands for the earlier pages, or an empty string if there are none, and what to <see
    /// cref="Add"/>: the last page. Does nothing if Redis has lost the earlier pages, or the data that the copy continues.
    /// Returns how much of it the hash did not contain yet.
    /// </summary>
    public static readonly RedisScript Copy = new(
        "copy revocations",
        Add + """
        local cursor = tonumber(redis.call('HGET', KEYS[1], 'cursor') or '0')
        if cursor < tonumber(ARGV[1]) then return 0 end
        if ARGV[6] ~= '' and redis.call('HDEL', KEYS[1], ARGV[6]) == 0 then return 0 end
        local isnew = redis.call('EXISTS', KEYS[1]) == 0
        local added = add(7)
        if tonumber(ARGV[2]) > cursor then redis.call('HSET', KEYS[1], 'cursor', ARGV[2]) end
        local epoch = redis.call('HGET', KEYS[1], 'epoch')
        if not epoch or tonumber(epoch) < tonumber(ARGV[4]) then redis.call('HSET', KEYS[1], 'epoch', ARGV[4]) end
        redis.call('HSET', KEYS[1], 'fresh_until', ARGV[3])
        if isnew or redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[5]) end
        return added
        """);

    /// <summary>
    /// Adds revocations to an existing hash. Only the copier creates the hash. ARGV: the epoch or an empty string, and what to
    /// <see cref="Add"/>. An older epoch that arrives late has no effect.
    /// </summary>
    public static readonly RedisScript Publish = new(
        "publish revocations",
        Add + """
        if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
        add(2)
        if ARGV[1] ~= '' then
            local epoch = redis.call('HGET', KEYS[1], 'epoch')
            if not epoch or tonumber(epoch) < tonumber(ARGV[1]) then redis.call('HSET', KEYS[1], 'epoch', ARGV[1]) end
        end
        return 1
        """);

    /// <summary>
    /// Deletes a hash that belongs to another history of the database, for example to the one before a restore.
    /// </summary>
    public static readonly RedisScript Forget = new("forget revocations", "return redis.call('DEL', KEYS[1])");
}
