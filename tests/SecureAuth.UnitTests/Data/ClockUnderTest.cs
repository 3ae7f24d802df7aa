using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using SecureAuth.Core.Data;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.UnitTests.Data;

/// <summary>PostgreSQL's clock, read by a process with a fake clock.</summary>
internal sealed class ClockUnderTest : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public ClockUnderTest() => Clock = new PostgresClock(Time, new AuthMeter(Meters), Log);

    public HostClock Time { get; } = new();

    public FakeLogger<PostgresClock> Log { get; } = new();

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public PostgresClock Clock { get; }

    public void Dispose() => _services.Dispose();

    /// <summary>A clock that an administrator sets: the time jumps, but elapsed times do not.</summary>
    internal sealed class HostClock : TimeProvider
    {
        private TimeSpan _elapsed;
        private TimeSpan _setBy;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => _elapsed += time;

        public void SetBy(TimeSpan change) => _setBy += change;

        public override long GetTimestamp() => _elapsed.Ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _elapsed + _setBy;
    }
}
