using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using SecureAuth.Core.Audit.Sealing;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Mail;
using SecureAuth.Core.Redis;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Monitoring;

/// <summary>The metrics that are read from the state of the process when they are exported.</summary>
internal sealed class StateGauges(
    IMeterFactory meters,
    RedisLink redis,
    RevocationList revocations,
    SigningKeyRing keys,
    OutboxState outbox,
    AuditSealingState audit,
    TimeProvider time) : IHostedService
{
    // The factory owns the meter and disposes of it. It is the same instance that AuthMeter uses.
    private readonly long _startedAt = time.GetTimestamp();

    private readonly Meter _meter = meters.Create(AuthMeter.Name);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _meter.CreateObservableGauge(
            "secureauth.redis.fallback", () => redis.IsAvailable ? 0 : 1, "1",
            "1 while Redis does not answer and PostgreSQL and the in-process limits take its place, otherwise 0.");
        _meter.CreateObservableGauge(
            "secureauth.revocation_copy.age", () => (revocations.CopyAge ?? time.GetElapsedTime(_startedAt)).TotalSeconds, "s",
            "Time since this process last read all revocations from PostgreSQL, or since its start.");
        _meter.CreateObservableGauge(
            "secureauth.signing_key.age", () => Seconds(time.GetUtcNow() - keys.SigningSince), "s",
            "Time since the current signing key began to sign.");
        _meter.CreateObservableGauge(
            "secureauth.signing_key.unreadable", () => keys.UnreadableKeyIds.Count, "{key}",
            "Signing keys that this process cannot decrypt.");
        _meter.CreateObservableGauge(
            "secureauth.mail.outbox.depth", () => Count(outbox.Last?.Depth), "{mail}",
            "Mails that are neither sent nor given up.");
        _meter.CreateObservableGauge(
            "secureauth.mail.outbox.age", () => Seconds(outbox.Last?.Age), "s", "Time since the oldest of them was queued.");
        _meter.CreateObservableGauge(
            "secureauth.audit.unsealed.age",
            () => Seconds(audit.Last is { } last ? last.UnsealedAge ?? TimeSpan.Zero : null), "s",
            "Time since the oldest audit row that is not sealed yet was written, or 0.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Returns no measurement while there is no value yet.</summary>
    private static IEnumerable<Measurement<double>> Seconds(TimeSpan? value) =>
        value is { } known ? [new Measurement<double>(known.TotalSeconds)] : [];

    private static IEnumerable<Measurement<long>> Count(long? value) =>
        value is { } known ? [new Measurement<long>(known)] : [];
}
