using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SecureAuth.Core.Data;
using SecureAuth.Core.Redis;
using StackExchange.Redis;

namespace SecureAuth.Core.Sessions;

/// <summary>
/// Determines whether an access token is still accepted: whether its session has been ended, or the roles of its user have
/// changed. Every authenticated request asks it. The copy of this process answers while it contains everything that was committed
/// up to a second ago; otherwise Redis, while its marker guarantees the same; otherwise PostgreSQL, the source of truth.
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

    /// <summary>Determines whether a genuine access token is still accepted.</summary>
    public async Task<TokenStanding> StandingOfAsync(IssuedToken token) =>
        copy.StandingOf(token) ?? await StandingInRedisAsync(token) ?? await StandingInPostgresAsync(token);

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
            await SendAsync(key, "", Fields(chunk, []), new RevocationMessage(key, MovesEpoch: false, chunk));
        }
    }

    /// <summary>Publishes a change of a user's roles in the same way.</summary>
    public async Task PublishAsync(RolesVersion roles)
    {
        copy.AddOwn(roles);
        var key = await GetKeyAsync();
        var message = new RevocationMessage(key, MovesEpoch: false, []) { Users = [roles.UserId] };
        await SendAsync(key, "", Fields([], [roles]), message);
    }

    /// <summary>Publishes the epoch in the same way.</summary>
    public async Task PublishEpochAsync(DateTimeOffset epoch)
    {
        copy.AddOwn(epoch);
        var key = await GetKeyAsync();
        await SendAsync(
            key,
            epoch.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            Fields([], []),
            new RevocationMessage(key, MovesEpoch: true, []));
    }

    /// <summary>The age of this process's copy, or null if it has none. Beyond a second, Redis or PostgreSQL answers.</summary>
    public TimeSpan? CopyAge => copy.Age;

    internal static string Field(Guid id) => id.ToString("N");

    /// <summary>The field of a user. The ids of users and sessions must not be mixed up.</summary>
    internal static string UserField(Guid userId) => $"roles:{Field(userId)}";

    /// <summary>What <see cref="RevocationScripts"/> add to the hash.</summary>
    internal static IEnumerable<RedisValue> Fields(
        IReadOnlyCollection<Guid> sessions, IReadOnlyCollection<RolesVersion> roles) =>
    [
        roles.Count,
        .. roles.SelectMany(r => new RedisValue[] { UserField(r.UserId), r.Version }),
        .. sessions.Select(id => (RedisValue)Field(id)),
    ];

    /// <summary>The key that was last read, regardless of its age, or null if none has been read.</summary>
    internal RedisKey? LastKey => _cachedKey?.Key;

    private RedisKey? FreshKey =>
        _cachedKey is { } cached && time.GetElapsedTime(cached.ReadAt) < KeyLifetime ? cached.Key : default(RedisKey?);

    /// <param name="key">The key for the server that was just read from.</param>
    /// <param name="readAt">A timestamp from before the read.</param>
    internal void Remember(RedisKey key, long readAt) => _cachedKey = new CachedKey(key, readAt);

    /// <param name="key">The key of the revocations.</param>
    /// <param name="epoch">The epoch in milliseconds, or empty.</param>
    /// <param name="fields">What the script adds.</param>
    /// <param name="message">What the copies of the other replicas are told.</param>
    private Task SendAsync(RedisKey key, RedisValue epoch, IEnumerable<RedisValue> fields, RevocationMessage message) =>
        Task.WhenAll(
            redis.TryEvaluateAsync(RevocationScripts.Publish, [key], [epoch, .. fields]),
            redis.TryPublishAsync(RevocationMessage.Channel, message.Encode()));

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

    /// <returns>Null if Redis cannot vouch for the answer.</returns>
    private async Task<TokenStanding?> StandingInRedisAsync(IssuedToken token)
    {
        if (FreshKey is not { } key)
        {
            return null;
        }

        RedisValue[] values =
        [
            Field(token.SessionId),
            SessionId.CreatedAt(token.SessionId).ToUnixTimeMilliseconds(),
            (long)RevocationCopier.MarkerLifetime.TotalMilliseconds,
            UserField(token.UserId),
            token.RolesVersion,
        ];
        var answer = await redis.TryEvaluateAsync(RevocationScripts.Check, [key], values);
        return answer is null ? null : (int)answer switch
        {
            RevocationScripts.Accepted => TokenStanding.Accepted,
            RevocationScripts.Revoked => TokenStanding.Revoked,
            RevocationScripts.Outdated => TokenStanding.Outdated,
            _ => null,
        };
    }

    private async Task<TokenStanding> StandingInPostgresAsync(IssuedToken token)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<AuthDbContext>().Database.SqlQuery<StandingRow>(
            SqlFragment.Inline($"""
            -- check revocation
            SELECT EXISTS (SELECT FROM sessions s WHERE s.id = {token.SessionId} AND {LiveSessions.NotEnded}) AS is_live,
                COALESCE((SELECT v.version FROM role_changes v WHERE v.user_id = {token.UserId}), 0) AS roles_version
            """)).ToListAsync();
        return rows[0] switch
        {
            { IsLive: false } => TokenStanding.Revoked,
            var row when token.RolesVersion < row.RolesVersion => TokenStanding.Outdated,
            _ => TokenStanding.Accepted,
        };
    }

    private sealed record StandingRow(bool IsLive, long RolesVersion);

    private sealed record CachedKey(RedisKey Key, long ReadAt);
}
