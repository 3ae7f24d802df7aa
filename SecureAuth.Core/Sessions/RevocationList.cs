using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Data;
using SecureAuth.Core.Redis;
using StackExchange.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Determines whether a session has been ended. Every authenticated request asks it. The copy of this process answers while it
/// contains all revocations committed up to a second ago; otherwise Redis, while its marker guarantees the same; otherwise
/// PostgreSQL, the source of truth.
/// </summary>
public sealed class RevocationList(RevocationCopy copy, RedisLink redis, IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>
    /// The minimum time for which a revocation stays in Redis, which is longer than the lifetime of any access token. The whole
    /// key expires after this time and is copied again, so single entries need not be removed.
    /// </summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(70);

    /// <summary>
    /// The time for which the key that was read from Postgres is used, because connections may lead to another server later.
    /// </summary>
    private static readonly TimeSpan KeyLifetime = TimeSpan.FromSeconds(1);

    private const int PublishBatchSize = 500;

    private volatile CachedKey? _cachedKey;

    /// <summary>Returns true if the access tokens of this session must be rejected.</summary>
    public async Task<bool> IsRevokedAsync(Guid sessionId)
    {
        if (copy.IsRevoked(sessionId) is { } known)
        {
            return known;
        }

        if (FreshKey is not { } key)
        {
            return await IsRevokedInPostgresAsync(sessionId);
        }

        var createdAt = SessionId.CreatedAt(sessionId).ToUnixTimeMilliseconds();
        var markerLifetime = (long)RevocationCopier.MarkerLifetime.TotalMilliseconds;
        var answer = await redis.TryEvaluateAsync(
            RevocationScripts.Check, [key], [Field(sessionId), createdAt, markerLifetime]);
        return answer is null || (int)answer == RevocationScripts.Unknown
            ? await IsRevokedInPostgresAsync(sessionId)
            : (int)answer == RevocationScripts.Revoked;
    }

    /// <summary>
    /// Adds committed revocations at once to the copy of this process, to Redis and, by a message, to the copies of the other
    /// replicas. If this fails, the copiers do it within the second that a copy and the marker allow.
    /// </summary>
    public async Task PublishAsync(IReadOnlyList<Guid> sessionIds)
    {
        ArgumentNullException.ThrowIfNull(sessionIds);

        // This comes first, because reading the key may fail.
        copy.AddOwn(sessionIds);
        var key = await GetKeyAsync();
        foreach (var chunk in sessionIds.Chunk(PublishBatchSize))
        {
            var message = new RevocationMessage(key, MovesEpoch: false, chunk);
            await Task.WhenAll(
                redis.TryEvaluateAsync(RevocationScripts.Publish, [key], ["", .. chunk.Select(id => (RedisValue)Field(id))]),
                redis.TryPublishAsync(RevocationMessage.Channel, message.Encode()));
        }
    }

    /// <summary>Publishes the epoch in the same way.</summary>
    public async Task PublishEpochAsync(DateTimeOffset epoch)
    {
        copy.AddOwn(epoch);
        var key = await GetKeyAsync();
        var message = new RevocationMessage(key, MovesEpoch: true, []);
        await Task.WhenAll(
            redis.TryEvaluateAsync(
                RevocationScripts.Publish, [key], [epoch.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)]),
            redis.TryPublishAsync(RevocationMessage.Channel, message.Encode()));
    }

    /// <summary>The age of this process's copy, or null if it has none. Beyond a second, Redis or PostgreSQL answers.</summary>
    public TimeSpan? CopyAge => copy.Age;

    internal static string Field(Guid sessionId) => sessionId.ToString("N");

    /// <summary>The key that was last read, regardless of its age, or null if none has been read.</summary>
    internal RedisKey? LastKey => _cachedKey?.Key;

    private RedisKey? FreshKey =>
        _cachedKey is { } cached && time.GetElapsedTime(cached.ReadAt) < KeyLifetime ? cached.Key : default(RedisKey?);

    /// <param name="key">The key for the server that was just read from.</param>
    /// <param name="readAt">A timestamp from before the read.</param>
    internal void Remember(RedisKey key, long readAt) => _cachedKey = new CachedKey(key, readAt);

    /// <summary>Reads the key if no copier has done so recently. A command runs no copier.</summary>
    private async ValueTask<RedisKey> GetKeyAsync()
    {
        if (FreshKey is { } fresh)
        {
            return fresh;
        }

        var readAt = time.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        var key = await RevocationKey.ReadAsync(scope.ServiceProvider.GetRequiredService<AuthDbContext>());
        Remember(key, readAt);
        return key;
    }

    private async Task<bool> IsRevokedInPostgresAsync(Guid sessionId)
    {
        await using var scope = scopes.CreateAsyncScope();
        var live = await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database.SqlQuery<bool>(
            SqlFragment.Inline($"""
            -- check revocation
            SELECT EXISTS (SELECT FROM sessions s WHERE s.id = {sessionId} AND {LiveSessions.NotEnded}) AS "Value"
            """)).ToListAsync();
        return !live[0];
    }

    private sealed record CachedKey(RedisKey Key, long ReadAt);
}
