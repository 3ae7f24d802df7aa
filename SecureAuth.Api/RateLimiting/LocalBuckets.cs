using SecureAuth.Core.RateLimiting;

namespace SecureAuth.Api.RateLimiting;

/// <summary>
/// The in-process buckets of one policy, for outages of Redis and for installations without it. Their number is bounded, and each
/// policy has its own table, so that a flood of requests under one policy does not use up the capacity of another.
/// </summary>
internal sealed class LocalBuckets(RateLimit limit, int capacity, TimeProvider time)
{
    /// <summary>The bucket that clients share once the table is full. No client's own partition is empty.</summary>
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

            var first = now >= bucket.RefusalRecordedUntil;
            if (first)
            {
                bucket.RefusalRecordedUntil = now + (long)limit.Window.TotalMicroseconds;
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

        // A bucket in use is never evicted for a new one: a client with many addresses could have its own bucket evicted and
        // start with a full one. New clients share the overflow bucket instead, which refuses too many requests rather than too
        // few.
        var key = _buckets.Count < capacity ? partition : Overflow;
        if (!_buckets.TryGetValue(key, out bucket))
        {
            bucket = new Bucket();
            _buckets.Add(key, bucket);
        }

        return bucket;
    }

    /// <summary>
    /// Removes the buckets that are full again, which changes no decision. It visits all buckets, so it runs at most once a
    /// second.
    /// </summary>
    private void Sweep(long now)
    {
        if (now < _nextSweep)
        {
            return;
        }

        _nextSweep = now + TimeSpan.MicrosecondsPerSecond;
        foreach (var (key, bucket) in _buckets)
        {
            if (bucket.Tat <= now && bucket.RefusalRecordedUntil <= now)
            {
                _buckets.Remove(key);
            }
        }
    }

    private sealed class Bucket
    {
        public long Tat;
        public long RefusalRecordedUntil = long.MinValue;
    }
}
