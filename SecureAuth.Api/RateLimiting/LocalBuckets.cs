namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// The buckets of one policy in this process, for the time that Redis does not answer. Their number is bounded, and each
/// policy has its own table, so that a flood of one cannot use up the room of another.
/// </summary>
internal sealed class LocalBuckets(RateLimit limit, int capacity, TimeProvider time)
{
    /// <summary>No client's partition: an address is never empty.</summary>
    private const string Overflow = "";

    private readonly Gcra _gcra = Gcra.From(limit);
    private readonly Dictionary<string, Bucket> _buckets = [];
    private readonly Lock _lock = new();
    private long _nextSweep = long.MinValue;

    public RateLimitDecision Take(string partition)
    {
        var now = (long)time.GetElapsedTime(0).TotalMicroseconds;
        lock (_lock)
        {
            var bucket = Find(partition, now);
            if (_gcra.TryTake(ref bucket.Tat, now))
            {
                return _gcra.Describe(allowed: true, bucket.Tat - now);
            }

            var first = now >= bucket.ToldUntil;
            if (first)
            {
                bucket.ToldUntil = now + (long)limit.Window.TotalMicroseconds;
            }

            return _gcra.Describe(allowed: false, bucket.Tat - now) with { FirstRefusal = first };
        }
    }

    private Bucket Find(string partition, long now)
    {
        if (_buckets.TryGetValue(partition, out var bucket))
        {
            return bucket;
        }

        if (_buckets.Count >= capacity)
        {
            Sweep(now);
        }

        // No bucket in use is ever thrown out for a new one: whoever has many addresses could buy a full bucket back that
        // way. The newcomers share one bucket instead, which refuses too many rather than too few.
        var key = _buckets.Count < capacity ? partition : Overflow;
        if (!_buckets.TryGetValue(key, out bucket))
        {
            bucket = new Bucket();
            _buckets.Add(key, bucket);
        }

        return bucket;
    }

    /// <summary>Forgets the buckets that are full again, which changes no answer; once a second, since it looks at all.</summary>
    private void Sweep(long now)
    {
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + TimeSpan.MicrosecondsPerSecond;
        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.Tat <= now && bucket.ToldUntil <= now)
            {
                _buckets.Remove(key);
            }
        }
    }

    private sealed class Bucket
    {
        public long Tat;
        public long ToldUntil = long.MinValue;
    }
}
