using SecureAuth.Api.Auditing;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Redis;
using SecureAuth.Core.Telemetry;
using StackExchange.Redis;

namespace SecureAuth.Api.Refusals;

/// <summary>
/// Counts every refusal of a token, and has the first of a client address, reason and minute audited: whoever floods us with
/// forged tokens must not have us write a row for each. The request itself waits for neither Redis nor Postgres.
/// </summary>
internal sealed class AuthorizationRefusalRecorder(RedisLink redis, AuditQueue audit, AuthMeter meter, TimeProvider time)
{
    private const int MaximumBuckets = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private static readonly RedisScript IsFirst = new(
        "authorization refusal", "return redis.call('SET', KEYS[1], '1', 'PX', ARGV[1], 'NX') and 1 or 0");

    /// <summary>One permit a window is one row a window; what does not fit shares one.</summary>
    private readonly LocalBuckets _rows = new(new RateLimit(1, Window), MaximumBuckets, time);

    /// <param name="context">The refused request.</param>
    /// <param name="refusal">Why.</param>
    /// <param name="userId">Whose genuine token it was; null for a forged one.</param>
    /// <param name="sessionId">Its session.</param>
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
            audit.Add(entry, () => IsFirstOfAllReplicasAsync(bucket));
        }
    }

    /// <summary>Without Redis each replica writes its own row.</summary>
    private async Task<bool> IsFirstOfAllReplicasAsync(string bucket)
    {
        RedisKey key = $"secureauth:{{refused:{bucket}}}:told";
        var answer = await redis.TryEvaluateAsync(IsFirst, [key], [(long)Window.TotalMilliseconds]);
        return answer is null || (int)answer == 1;
    }
}
