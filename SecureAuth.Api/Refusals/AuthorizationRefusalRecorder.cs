using SecureAuth.Api.Auditing;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.Audit;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Redis;
using SecureAuth.Core.Telemetry;
using StackExchange.Redis;

namespace SecureAuth.Api.Refusals;

/// <summary>
/// Counts every refused authorization, and audits the first one for each client address, reason and minute: a flood of forged
/// tokens must not cause a flood of rows. The request waits for neither Redis nor Postgres.
/// </summary>
internal sealed class AuthorizationRefusalRecorder(RedisLink redis, AuditQueue audit, AuthMeter meter, TimeProvider time)
{
    private const int MaxBuckets = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly RedisScript IsFirst = new(
        "check first refusal", "return redis.call('SET', KEYS[1], '1', 'PX', ARGV[1], 'NX') and 1 or 0");

    /// <summary>
    /// One permit for each window allows one row for each window. If the table is full, new clients share a bucket.
    /// </summary>
    private readonly LocalBuckets _rows = new(new RateLimit(1, Window), MaxBuckets, time);

    /// <param name="context">The refused request.</param>
    /// <param name="refusal">The reason.</param>
    /// <param name="userId">The user of the token, or null if the token was not verified.</param>
    /// <param name="sessionId">The session of the token, or null if the token was not verified.</param>
    public void Record(HttpContext context, AuthorizationRefusal refusal, Guid? userId = null, Guid? sessionId = null)
    {
        meter.AuthorizationRefused(refusal);

        var bucket = $"{WireName.Of(refusal)}:{ClientAddress.Of(context).ToPartition()}";
        if (_rows.Take(bucket).Allowed)
        {
            var entry = new AuditEntry(AuditEvent.AuthorizationRefused, AuditOutcome.Refused, context.ToActor())
            {
                UserId = userId,
                SessionId = sessionId,
                Reason = AuditReason.Of(refusal),
            };
            audit.Add(entry, () => IsFirstAcrossReplicasAsync(bucket));
        }
    }

    /// <summary>Returns true without Redis, so that each replica writes a row of its own.</summary>
    private async Task<bool> IsFirstAcrossReplicasAsync(string bucket)
    {
        RedisKey key = $"secureauth:{{refused:{bucket}}}:told";
        var answer = await redis.TryEvaluateAsync(IsFirst, [key], [(long)Window.TotalMilliseconds]);
        return answer is null || (int)answer == 1;
    }
}
