using Microsoft.Extensions.Time.Testing;
using SecureAuth.Api.RateLimiting;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.UnitTests.RateLimiting;

public sealed class LocalBucketsTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Each_partition_has_its_own_bucket()
    {
        var buckets = Buckets(permits: 1);

        Assert.True(buckets.Take("a").Allowed);
        Assert.False(buckets.Take("a").Allowed);
        Assert.True(buckets.Take("b").Allowed);
    }

    [Fact]
    public void A_bucket_refills_over_time()
    {
        var buckets = Buckets(permits: 2);
        buckets.Take("a");
        buckets.Take("a");
        var refused = buckets.Take("a");

        _time.Advance(refused.NextPermit);

        Assert.False(refused.Allowed);
        Assert.True(buckets.Take("a").Allowed);
        Assert.False(buckets.Take("a").Allowed);
    }

    [Fact]
    public void Parallel_callers_get_exactly_the_permits()
    {
        var buckets = Buckets(permits: 7);
        var allowed = 0;

        Parallel.For(0, 200, _ => Interlocked.Add(ref allowed, buckets.Take("a").Allowed ? 1 : 0));

        Assert.Equal(7, allowed);
    }

    [Fact]
    public void The_first_refusal_of_a_window_is_reported_once()
    {
        var buckets = Buckets(permits: 1);
        buckets.Take("a");

        Assert.True(buckets.Take("a").FirstRefusal);
        Assert.False(buckets.Take("a").FirstRefusal);

        _time.Advance(TimeSpan.FromMinutes(1));
        buckets.Take("a");
        Assert.True(buckets.Take("a").FirstRefusal);
    }

    [Fact]
    public void New_addresses_share_one_bucket_when_the_table_is_full()
    {
        var buckets = Buckets(permits: 2, capacity: 3);
        Flood(buckets, 3);

        Assert.Equal(
            [true, true, false, false],
            new[] { "e", "f", "g", "h" }.Select(partition => buckets.Take(partition).Allowed));
    }

    [Fact]
    public void A_flood_of_addresses_does_not_refill_a_known_bucket()
    {
        var buckets = Buckets(permits: 1, capacity: 3);
        buckets.Take("a");

        Flood(buckets, 100);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.False(buckets.Take("a").Allowed);
    }

    [Fact]
    public void A_full_table_drops_refilled_buckets()
    {
        var buckets = Buckets(permits: 1, capacity: 3);
        Flood(buckets, 100);

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.True(buckets.Take("x").Allowed);
        Assert.True(buckets.Take("y").Allowed);
    }

    private static void Flood(LocalBuckets buckets, int addresses)
    {
        for (var i = 0; i < addresses; i++)
        {
            buckets.Take($"flood {i}");
        }
    }

    private LocalBuckets Buckets(int permits, int capacity = 100) =>
        new(new RateLimit(permits, TimeSpan.FromMinutes(1)), capacity, _time);
}
