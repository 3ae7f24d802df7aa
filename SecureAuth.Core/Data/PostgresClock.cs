using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Data;

/// <summary>
/// The clock of Postgres as this process last read it. All replicas that use it agree on the time, even if their own clocks
/// differ. Between two readings it advances by the process's monotonic clock, which is never adjusted.
/// </summary>
public sealed partial class PostgresClock(TimeProvider time, AuthMeter meter, ILogger<PostgresClock> logger)
{
    /// <summary>
    /// The largest accepted difference between this clock and the process's own clock, which access tokens use.
    /// </summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A reading that takes longer is discarded, because its error can be as large as half of its duration.
    /// </summary>
    private static readonly TimeSpan MaxReadingTime = TimeSpan.FromMilliseconds(500);

    private volatile Reading? _last;

    /// <exception cref="StoreUnavailableException">
    /// The clock has not been read yet. Failing is safer than using the process's own clock.
    /// </exception>
    public DateTimeOffset GetUtcNow() => _last is { } last
        ? last.PostgresTime + time.GetElapsedTime(last.Timestamp)
        : throw new StoreUnavailableException("Postgres's clock has not been read yet.");

    /// <summary>Postgres's time minus the process's time, or null before the first reading.</summary>
    public TimeSpan? Offset => _last?.Offset;

    /// <summary>Whether the two clocks differ by more than <see cref="Tolerance"/>. Either of them may be wrong.</summary>
    public bool IsSkewed => Offset?.Duration() > Tolerance;

    /// <summary>Reads the clock.</summary>
    public async Task ReadAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);

        // The connection is opened first, so that the measured time covers only one round trip.
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            var started = time.GetTimestamp();
            var rows = await db.Database.SqlQuery<DateTimeOffset>(
                $"""
                -- read clock
                SELECT clock_timestamp() AS "Value"
                """)
                .ToListAsync(cancellationToken);
            ApplyReading(rows[0], started);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Applies a reading that was requested at the timestamp <paramref name="started"/>.</summary>
    internal void ApplyReading(DateTimeOffset answer, long started)
    {
        var took = time.GetElapsedTime(started);
        if (took > MaxReadingTime)
        {
            return;
        }

        // Assume that Postgres read its clock halfway through the round trip.
        var now = answer + (took / 2);
        var wasSkewed = IsSkewed;
        var last = new Reading(now, time.GetTimestamp(), now - time.GetUtcNow());
        _last = last;
        meter.ClockOffset(last.Offset);
        if (IsSkewed && !wasSkewed)
        {
            LogOff(last.Offset.TotalSeconds);
        }
        else if (wasSkewed && !IsSkewed)
        {
            LogBack(last.Offset.TotalSeconds);
        }
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "Postgres's clock is {Seconds:F1} s ahead of this host's clock: one of them is wrong")]
    private partial void LogOff(double seconds);

    [LoggerMessage(
        EventId = 2, Level = LogLevel.Information,
        Message = "Postgres's clock and this host's clock agree again; the difference is {Seconds:F1} s")]
    private partial void LogBack(double seconds);

    private sealed record Reading(DateTimeOffset PostgresTime, long Timestamp, TimeSpan Offset);
}
