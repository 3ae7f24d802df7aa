using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Data;
using SecureAuth.Core.Redis;
using StackExchange.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Says whether a session has been ended: asked on every authenticated request. Redis answers while its marker vouches that
/// it holds every revocation committed up to a second ago; otherwise Postgres, which is the truth, does.
/// </summary>
public sealed class RevocationList(RedisLink redis, IServiceScopeFactory scopes, TimeProvider time)
{
    /// <summary>
    /// For how long a revocation is kept in Redis at least: longer than any access token lives. The whole key expires after
    /// this and is copied anew, so nothing has to be weeded.
    /// </summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(70);

    /// <summary>
    /// For how long the name that was read from Postgres is believed: the connection may lead to another server since.
    /// </summary>
    private static readonly TimeSpan NameLifetime = TimeSpan.FromSeconds(1);

    private const int PublishedAtOnce = 500;

    private volatile Named? _named;

    /// <summary>True if the access tokens of this session must be refused.</summary>
    public async Task<bool> IsRevokedAsync(Guid sessionId)
    {
        if (FreshKey is not { } key)
        {
            return await IsRevokedInPostgresAsync(sessionId);
        }

        var createdAt = SessionId.CreatedAt(sessionId).ToUnixTimeMilliseconds();
        var answer = await redis.TryEvaluateAsync(RevocationScripts.Check, [key], [Field(sessionId), createdAt]);
        return answer is null || (int)answer == RevocationScripts.NotKnown
            ? await IsRevokedInPostgresAsync(sessionId)
            : (int)answer == RevocationScripts.Revoked;
    }

    /// <summary>
    /// Tells Redis of committed revocations at once. If Redis does not hear it, the copier tells it within the second that
    /// the marker allows.
    /// </summary>
    public async Task PublishAsync(IReadOnlyList<Guid> sessionIds)
    {
        ArgumentNullException.ThrowIfNull(sessionIds);

        var key = await FindKeyAsync();
        foreach (var chunk in sessionIds.Chunk(PublishedAtOnce))
        {
            await redis.TryEvaluateAsync(RevocationScripts.Publish, [key], ["", .. chunk.Select(id => (RedisValue)Field(id))]);
        }
    }

    /// <summary>The same for the epoch.</summary>
    public async Task PublishEpochAsync(DateTimeOffset epoch)
    {
        var key = await FindKeyAsync();
        await redis.TryEvaluateAsync(
            RevocationScripts.Publish, [key], [epoch.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)]);
    }

    internal static string Field(Guid sessionId) => sessionId.ToString("N");

    /// <summary>The name that was last read, however long ago; null before the first time.</summary>
    internal RedisKey? LastKey => _named?.Key;

    private RedisKey? FreshKey =>
        _named is { } named && time.GetElapsedTime(named.ReadAt) < NameLifetime ? named.Key : default(RedisKey?);

    /// <param name="key">Of the server that Postgres was read from.</param>
    /// <param name="readAt">A timestamp from before that.</param>
    internal void Remember(RedisKey key, long readAt) => _named = new Named(key, readAt);

    /// <summary>A command has no copier that has read it.</summary>
    private async ValueTask<RedisKey> FindKeyAsync()
    {
        if (FreshKey is { } known)
        {
            return known;
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
            SqlFragment.In($"""
            SELECT EXISTS (SELECT FROM sessions s WHERE s.id = {sessionId} AND {LiveSessions.NotEnded}) AS "Value"
            """)).ToListAsync();
        return !live[0];
    }

    private sealed record Named(RedisKey Key, long ReadAt);
}
