using System.Security.Cryptography;
using SecureAuth.Core.Redis;
using SecureAuth.Core.Telemetry;
using StackExchange.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Writes the pages of one read of the revocations to Redis, and renews the marker with the last one. If Redis loses the earlier
/// pages meanwhile, for example by a flush, nothing vouches for the rest.
/// </summary>
/// <param name="cursor">The cursor of the hash when the read began.</param>
internal sealed class RevocationLoad(RedisLink redis, RedisKey server, ulong cursor)
{
    internal static readonly WorkResult NoAnswer = WorkResult.Failed("Redis does not answer");

    private const int Lost = -1;

    /// <summary>Names the field that shows that the hash still has the earlier pages. Empty before the first page.</summary>
    private string _field = "";

    private int _added;

    /// <summary>Adds a page that is not the last one.</summary>
    /// <returns>False if the read cannot be completed in Redis.</returns>
    public async Task<bool> AddAsync(Revocations page)
    {
        var isFirst = _field.Length == 0;
        if (isFirst)
        {
            _field = "load:" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        }

        var added = await redis.TryEvaluateAsync(
            RevocationScripts.AddPage,
            [server],
            [_field, isFirst ? "1" : "0", Lifetime, .. RevocationList.Fields(page.Sessions, page.Roles)]);
        _added += added is null ? 0 : (int)added;
        return added is not null && (int)added != Lost;
    }

    /// <summary>Adds the last page, and what the first one said of the whole.</summary>
    /// <param name="read">The last page, with the cursor and the epoch of the first.</param>
    /// <param name="redisTime">The time of Redis before the read began, in milliseconds.</param>
    public async Task<WorkResult> CompleteAsync(Revocations read, long redisTime)
    {
        if (read.Cursor < cursor)
        {
            return await redis.TryEvaluateAsync(RevocationScripts.Forget, [server], []) is null
                ? NoAnswer
                : WorkResult.Changed("revocations of another history forgotten");
        }

        RedisValue[] values =
        [
            cursor,
            read.Cursor,
            redisTime + (long)RevocationCopier.MarkerLifetime.TotalMilliseconds,
            read.Epoch.ToUnixTimeMilliseconds(),
            Lifetime,
            _field,
            .. RevocationList.Fields(read.Sessions, read.Roles),
        ];
        if (await redis.TryEvaluateAsync(RevocationScripts.Copy, [server], values) is not { } added)
        {
            return NoAnswer;
        }

        return WorkResult.ChangedIfAny(_added + (int)added, "revocations copied");
    }

    private static RedisValue Lifetime => (long)RevocationList.Retention.TotalMilliseconds;
}
