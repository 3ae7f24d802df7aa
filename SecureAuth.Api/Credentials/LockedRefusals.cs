using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.Audit;
using SecureAuth.Core.RateLimiting;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Api.Credentials;

/// <summary>
/// Decides which refusals of a locked account are audited. Anybody can cause them without end and without any work of ours, and a
/// flood of them must not hide the rest of the account's activity, or fill the table. The metrics count all of them.
/// </summary>
internal sealed class LockedRefusals(TimeProvider time)
{
    private const int MaxBuckets = 10_000;

    /// <summary>Sixty at once, then one a minute, for each account and kind of refusal, in this process.</summary>
    private static readonly RateLimit Rows = new(60, TimeSpan.FromHours(1));

    private readonly LocalBuckets _buckets = new(Rows, MaxBuckets, time);

    public bool IsAudited(AuditEvent refusal, byte[] identifier) =>
        _buckets.Take($"{WireName.Of(refusal)}:{Convert.ToHexString(identifier)}").Allowed;
}
