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
public sealed class RevocationList(RedisLink redis, IServiceScopeFactory scopes)
{
    /// <summary>
    /// For how long a revocation is kept in Redis at least: longer than any access token lives. The whole key expires after
    /// this and is copied anew, so nothing has to be weeded.
    /// </summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(70);

    private const int PublishedAtOnce = 500;

    private string? _key;

    /// <summary>True if the access tokens of this session must be refused.</summary>
    public async Task<bool> IsRevokedAsync(Guid sessionId)
    {
        var key = await KeyAsync(CancellationToken.None);
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

        var key = await KeyAsync(CancellationToken.None);
        foreach (var chunk in sessionIds.Chunk(PublishedAtOnce))
        {
            await redis.TryEvaluateAsync(RevocationScripts.Publish, [key], ["", .. chunk.Select(id => (RedisValue)Field(id))]);
        }
    }

    /// <summary>The same for the epoch.</summary>
    public async Task PublishEpochAsync(DateTimeOffset epoch)
    {
        var key = await KeyAsync(CancellationToken.None);
        await redis.TryEvaluateAsync(
            RevocationScripts.Publish, [key], [epoch.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)]);
    }

    internal static string Field(Guid sessionId) => sessionId.ToString("N");

    /// <summary>The Redis key of this database's revocations; the braces keep it in one cluster slot.</summary>
    internal async ValueTask<RedisKey> KeyAsync(CancellationToken cancellationToken)
    {
        if (_key is not null)
        {
            return _key;
        }

        await using var scope = scopes.CreateAsyncScope();
        var deployment = await scope.ServiceProvider.GetRequiredService<AuthDbContext>().TokenEpochs
            .Select(e => e.DeploymentId).SingleAsync(cancellationToken);
        return _key = $"secureauth:{{revocations:{deployment:N}}}:sessions";
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
}
