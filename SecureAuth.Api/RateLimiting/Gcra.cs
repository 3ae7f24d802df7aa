namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// The arithmetic of the generic cell rate algorithm, apart from any storage. A bucket is one number: the theoretical
/// arrival time (TAT), at which it will be full again. Times are whole microseconds on any one clock.
/// </summary>
internal readonly record struct Gcra
{
    /// <summary>The time that one permit takes to come back. Rounded up: rounded down, it would grant more than the limit.</summary>
    public long Interval { get; private init; }

    /// <summary>The time that an empty bucket takes to fill: how far the TAT may lie ahead of now.</summary>
    public long Capacity { get; private init; }

    public static Gcra From(RateLimit limit)
    {
        var window = (long)limit.Window.TotalMicroseconds;
        var interval = (window + limit.Permits - 1) / limit.Permits;
        return new Gcra { Interval = interval, Capacity = interval * limit.Permits };
    }

    /// <summary>Takes a permit if there is one, and moves the TAT. A refusal costs nothing: the wait does not grow.</summary>
    public bool TryTake(ref long tat, long now)
    {
        // A TAT beyond a whole bucket comes from a clock that was set back or a limit that was changed since: without the
        // upper bound it would shut a client out for longer than any Retry-After ever said.
        tat = Math.Clamp(tat, now, now + Capacity);
        if (tat + Interval > now + Capacity)
        {
            return false;
        }

        tat += Interval;
        return true;
    }

    /// <summary>What a caller is told after the decision that left the TAT <paramref name="ahead"/> of now.</summary>
    public RateLimitDecision Describe(bool allowed, long ahead)
    {
        var free = Capacity - ahead;
        var remaining = free / Interval;
        var untilNext = ((remaining + 1) * Interval) - free;
        return new RateLimitDecision(allowed, remaining, TimeSpan.FromMicroseconds(untilNext));
    }
}
