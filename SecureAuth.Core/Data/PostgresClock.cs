using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using SecureAuth.Core.Telemetry;

namespace SecureAuth.Core.Data;

/// <summary>
/// Postgres's clock, as this process last read it: what it decides is decided alike by every replica, whatever their own
/// clocks say. Between two readings it goes on by the process's monotonic clock, which nobody sets.
/// </summary>
public sealed partial class PostgresClock(TimeProvider time, AuthMeter meter, ILogger<PostgresClock> logger)
{
    /// <summary>By how much the process's own clock, which its tokens go by, may differ before it is complained of.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(10);

    /// <summary>A reading that took longer says too little: it is off by up to half of this.</summary>
    private static readonly TimeSpan LongestReading = TimeSpan.FromMilliseconds(500);

    private volatile Reading? _last;

    /// <exception cref="StoreUnavailableException">The clock has not been read yet: a guess would be worse than no answer.</exception>
    public DateTimeOffset GetUtcNow() => _last is { } last
        ? last.PostgresTime + time.GetElapsedTime(last.Timestamp)
        : throw new StoreUnavailableException("Postgres's clock has not been read yet.");

    /// <summary>Postgres's time minus the process's; null before the first reading.</summary>
    public TimeSpan? Offset => _last?.Offset;

    /// <summary>Whether the two clocks are further apart than <see cref="Tolerance"/>. Which of them is wrong is not known.</summary>
    public bool IsOff => Offset?.Duration() > Tolerance;

    /// <summary>Reads the clock.</summary>
    public async Task ReadAsync(AuthDbContext db, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(db);

        // Opening a connection is no part of the reading, which is one round trip.
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            var started = time.GetTimestamp();
            var rows = await db.Database.SqlQuery<DateTimeOffset>($"""SELECT clock_timestamp() AS "Value" """)
                .ToListAsync(cancellationToken);
            Learn(rows[0], started);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Takes a reading in that was asked for at the timestamp <paramref name="started"/>.</summary>
    internal void Learn(DateTimeOffset answer, long started)
    {
        var took = time.GetElapsedTime(started);
        if (took > LongestReading)
        {
            return;
        }

        // Postgres looked at its clock somewhere in the middle.
        var now = answer + (took / 2);
        var wasOff = IsOff;
        var last = new Reading(now, time.GetTimestamp(), now - time.GetUtcNow());
        _last = last;
        meter.ClockOffset(last.Offset);
        if (IsOff && !wasOff)
        {
            LogOff(last.Offset.TotalSeconds);
        }
        else if (wasOff && !IsOff)
        {
            LogBack(last.Offset.TotalSeconds);
        }
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning, Message = "Postgres's clock is {Seconds:F1} s ahead of this host's: one of the two is wrong")]
    private partial void LogOff(double seconds);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Postgres's clock and this host's agree again, to {Seconds:F1} s")]
    private partial void LogBack(double seconds);

    private sealed record Reading(DateTimeOffset PostgresTime, long Timestamp, TimeSpan Offset);
}
