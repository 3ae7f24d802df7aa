using Microsoft.Extensions.Options;
using SecureAuth.Api.Auditing;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// Counts every refusal, and has what deserves a row audited: one a bucket and window, or a flood of calls would become a
/// flood of rows; and one for each time that Redis is lost.
/// </summary>
internal sealed class RateLimitRecorder(
    AuditQueue audit, AuthMeter meter, IOptions<RateLimitOptions> options, TimeProvider time)
{
    private readonly Lock _lock = new();
    private volatile bool _answered;
    private long? _lastFailure;

    public void Record(HttpContext context, RateLimitRule rule, RateLimitDecision decision)
    {
        if (!decision.Allowed)
        {
            meter.RateLimited(rule.Name);
        }

        if (decision.FirstRefusal)
        {
            audit.Add(new AuditEntry(AuditEvent.RateLimited, AuditOutcome.Refused, context.ToActor())
            {
                Reason = AuditReason.Of(rule.Policy),
            });
        }

        if (!decision.ByRedis)
        {
            meter.LimitedLocally(rule.Name);
        }

        if (BeginsOutage(decision.ByRedis))
        {
            // The client did not do it: its call is only the one that found out.
            var system = context.ToActor() with { Kind = ActorKind.System, Address = null, UserAgent = null };
            audit.Add(new AuditEntry(AuditEvent.RateLimitStoreLost, AuditOutcome.Refused, system)
            {
                Reason = AuditReason.RedisUnavailable,
            });
        }
    }

    /// <summary>
    /// Whether this is the first failure of an outage. A Redis that fails again soon after an answer, as one does that is
    /// just starting, is still the same outage.
    /// </summary>
    private bool BeginsOutage(bool answered)
    {
        if (answered)
        {
            _answered = true;
            return false;
        }

        lock (_lock)
        {
            var begins = _lastFailure is not { } last
                || (_answered && time.GetElapsedTime(last) >= options.Value.FallbackSettleTime);
            _lastFailure = time.GetTimestamp();
            _answered = false;
            return begins;
        }
    }
}
