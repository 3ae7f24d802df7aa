namespace SecureAuth.Core.RateLimiting;

/// <summary>
/// The arithmetic of the generic cell rate algorithm (GCRA), independent of storage. The state of a bucket is one number: the
/// theoretical arrival time (TAT), when the bucket will be full again. Times are whole microseconds of one clock.
/// </summary>
public readonly record struct Gcra
{
    /// <summary>
    /// The time in which one permit is replenished. It is rounded up, since rounding down would grant more than the limit.
    /// </summary>
    public long Interval { get; private init; }

    /// <summary>The time in which an empty bucket is filled, which is how far the TAT may be in the future.</summary>
    public long Capacity { get; private init; }

    public static Gcra From(RateLimit limit)
    {
        var window = (long)limit.Window.TotalMicroseconds;
        var interval = (window + limit.Permits - 1) / limit.Permits;
        return new Gcra { Interval = interval, Capacity = interval * limit.Permits };
    }

    /// <summary>Takes a permit, if one is available, and advances the TAT. A refused request does not prolong the wait.</summary>
    public bool TryTake(ref long tat, long now)
    {
        // The TAT lies beyond a whole bucket if the clock was set back or the limit was changed. Without the upper bound, the
        // client would be refused for longer than Retry-After says.
        tat = Math.Clamp(tat, now, now + Capacity);
        if (tat + Interval > now + Capacity)
        {
            return false;
        }

        tat += Interval;
        return true;
    }

    /// <summary>Describes a decision after which the TAT is <paramref name="ahead"/> microseconds in the future.</summary>
    public RateLimitDecision Describe(bool allowed, long ahead)
    {
        var free = Capacity - ahead;
        var remaining = free / Interval;
        var untilNext = ((remaining + 1) * Interval) - free;
        return new RateLimitDecision(allowed, remaining, TimeSpan.FromMicroseconds(untilNext));
    }
}
