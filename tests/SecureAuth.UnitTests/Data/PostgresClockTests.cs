using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Data;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.UnitTests.Data;

public sealed class PostgresClockTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly ClockUnderTest _test = new();

    private PostgresClock Clock => _test.Clock;

    [Fact]
    public void There_is_no_time_before_the_first_reading()
    {
        Assert.Throws<StoreUnavailableException>(() => Clock.GetUtcNow());
        Assert.Null(Clock.Offset);
        Assert.False(Clock.IsSkewed);
    }

    [Fact]
    public void Time_continues_from_the_last_reading_whatever_happens_to_the_system_clock()
    {
        Read(Noon);
        _test.Time.Advance(TimeSpan.FromSeconds(2));
        _test.Time.SetBy(TimeSpan.FromHours(1));

        Assert.Equal(Noon.AddSeconds(2), Clock.GetUtcNow());
    }

    [Fact]
    public void A_reading_is_the_time_in_the_middle_of_the_round_trip()
    {
        Read(Noon, roundTrip: TimeSpan.FromMilliseconds(400));

        Assert.Equal(Noon.AddMilliseconds(200), Clock.GetUtcNow());
        Assert.Equal(Clock.GetUtcNow() - _test.Time.GetUtcNow(), Clock.Offset);
    }

    [Fact]
    public void A_slow_reading_is_discarded()
    {
        Read(Noon, roundTrip: TimeSpan.FromMilliseconds(501));
        Assert.Null(Clock.Offset);

        Read(Noon);
        Read(Noon.AddMinutes(5), roundTrip: TimeSpan.FromMilliseconds(501));
        Assert.Equal(Noon.AddMilliseconds(501), Clock.GetUtcNow());
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(-10, false)]
    [InlineData(11, true)]
    [InlineData(-300, true)]
    public void An_offset_of_more_than_ten_seconds_is_reported(int seconds, bool off)
    {
        Read(_test.Time.GetUtcNow().AddSeconds(seconds));

        Assert.Equal(off, Clock.IsSkewed);
    }

    [Fact]
    public void An_offset_is_logged_in_two_lines_and_measured()
    {
        using var offsets = new MetricCollector<double>(_test.Meters, AuthMeter.Name, "secureauth.clock.offset");
        foreach (var seconds in (int[])[0, 300, 301, 0, 0])
        {
            Read(_test.Time.GetUtcNow().AddSeconds(seconds));
        }

        Assert.Equal([LogLevel.Warning, LogLevel.Information], _test.Log.Collector.GetSnapshot().Select(record => record.Level));
        Assert.Equal([0.0, 300, 301, 0, 0], offsets.GetMeasurementSnapshot().Select(measured => measured.Value));
    }

    public void Dispose() => _test.Dispose();

    private void Read(DateTimeOffset answer, TimeSpan roundTrip = default)
    {
        var started = _test.Time.GetTimestamp();
        _test.Time.Advance(roundTrip);
        Clock.ApplyReading(answer, started);
    }
}
