using Microsoft.Extensions.Options;
using SecureAuth.Api.Auditing;
using SecureAuth.Api.Http.Clients;
using SecureAuth.Core.Audit;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// Counts every throttled request and audits the first one of each bucket and window, since a flood of requests must not cause a
/// flood of rows. It also audits each outage of Redis once.
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

        if (decision.IsFallback)
        {
            meter.LimitedLocally(rule.Name);
        }

        if (StartsOutage(answered: !decision.IsFallback))
        {
            // The client did not cause the outage. Its request is only the first one to notice.
            var system = context.ToActor() with { Kind = ActorKind.System, Address = null, UserAgent = null };
            audit.Add(new AuditEntry(AuditEvent.RateLimitStoreLost, AuditOutcome.Refused, system)
            {
                Reason = AuditReason.RedisUnavailable,
            });
        }
    }

    /// <summary>
    /// Whether this is the first failure of an outage. If Redis fails again soon after an answer, as it does while it starts, it
    /// is still the same outage.
    /// </summary>
    private bool StartsOutage(bool answered)
    {
        if (answered)
        {
            _answered = true;
            return false;
        }

        lock (_lock)
        {
            var starts = _lastFailure is not { } last
                || (_answered && time.GetElapsedTime(last) >= options.Value.FallbackSettleTime);
            _lastFailure = time.GetTimestamp();
            _answered = false;
            return starts;
        }
    }
}
