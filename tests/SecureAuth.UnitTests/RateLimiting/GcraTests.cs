using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SecureAuth.Core.RateLimiting;

namespace SecureAuth.UnitTests.RateLimiting;

public sealed class GcraTests
{
    private const long Start = 1_800_000_000_000_000;

    [Property(Arbitrary = [typeof(AnyTraffic)])]
    public bool No_period_grants_more_than_the_burst_plus_its_refill(Traffic traffic)
    {
        var admitted = Admitted(traffic).ToList();

        return admitted.Index().All(first => admitted.Skip(first.Index).Index().All(last =>
            last.Index + 1 <= traffic.Limit.Permits + ((last.Item - first.Item) / traffic.Gcra.Interval)));
    }

    [Property(Arbitrary = [typeof(AnyTraffic)])]
    public bool A_retry_passes_at_the_stated_time_and_not_a_microsecond_earlier(Traffic traffic)
    {
        var (tat, now) = Exhausted(traffic);
        var wait = Decide(traffic.Gcra, ref tat, now).NextPermit;

        return !traffic.Gcra.TryTake(ref tat, now + Microseconds(wait) - 1)
            && traffic.Gcra.TryTake(ref tat, now + Microseconds(wait));
    }

    [Property(Arbitrary = [typeof(AnyTraffic)])]
    public bool A_retry_after_the_seconds_of_Retry_After_passes(Traffic traffic)
    {
        var (tat, now) = Exhausted(traffic);
        var seconds = Decide(traffic.Gcra, ref tat, now).RetryAfterSeconds;

        return seconds >= 1 && traffic.Gcra.TryTake(ref tat, now + (seconds * 1_000_000));
    }

    [Property(Arbitrary = [typeof(AnyTraffic)])]
    public bool Exactly_the_remaining_calls_pass_at_once(Traffic traffic)
    {
        var (tat, now) = After(traffic);
        var decision = Decide(traffic.Gcra, ref tat, now);

        for (var i = 0; i < decision.Remaining; i++)
        {
            if (!traffic.Gcra.TryTake(ref tat, now))
            {
                return false;
            }
        }

        return !traffic.Gcra.TryTake(ref tat, now);
    }

    [Property(Arbitrary = [typeof(AnyTraffic)])]
    public bool One_more_permit_is_available_after_the_stated_time(Traffic traffic)
    {
        var (tat, now) = After(traffic);
        var before = Decide(traffic.Gcra, ref tat, now);
        var later = now + Microseconds(before.NextPermit);

        return traffic.Gcra.Describe(true, tat - later).Remaining == before.Remaining + 1
            && traffic.Gcra.Describe(true, tat - later + 1).Remaining == before.Remaining;
    }

    [Property(Arbitrary = [typeof(AnyTraffic)])]
    public bool A_refusal_does_not_extend_the_wait(Traffic traffic)
    {
        var (tat, now) = Exhausted(traffic);
        var first = Decide(traffic.Gcra, ref tat, now);

        return Decide(traffic.Gcra, ref tat, now) == first;
    }

    [Property(Arbitrary = [typeof(AnyTraffic)])]
    public bool Calls_at_the_refill_rate_are_never_refused(Traffic traffic)
    {
        long tat = 0;
        return Enumerable.Range(0, traffic.Limit.Permits * 3)
            .All(call => traffic.Gcra.TryTake(ref tat, Start + (call * traffic.Gcra.Interval)));
    }

    [Property(Arbitrary = [typeof(AnyTraffic)])]
    public bool A_bucket_from_a_fast_clock_refuses_for_at_most_one_interval(Traffic traffic)
    {
        var tat = long.MaxValue / 2;
        var decision = Decide(traffic.Gcra, ref tat, Start);

        return !decision.Allowed && Microseconds(decision.NextPermit) <= traffic.Gcra.Interval;
    }

    [Fact]
    public void Five_permits_a_minute_allow_a_burst_of_five_and_then_one_every_twelve_seconds()
    {
        var gcra = Gcra.From(new RateLimit(5, TimeSpan.FromMinutes(1)));
        long tat = 0;

        var burst = Enumerable.Range(0, 6).Select(_ => Decide(gcra, ref tat, Start)).ToList();

        Assert.Equal([true, true, true, true, true, false], burst.Select(decision => decision.Allowed));
        Assert.Equal([4, 3, 2, 1, 0, 0], burst.Select(decision => decision.Remaining));
        Assert.All(burst, decision => Assert.Equal(TimeSpan.FromSeconds(12), decision.NextPermit));
    }

    [Fact]
    public void The_highest_limit_still_has_an_interval()
    {
        var gcra = Gcra.From(new RateLimit(RateLimit.MaximumPermits, RateLimit.MinimumWindow));

        Assert.Equal(1, gcra.Interval);
        Assert.Equal(1_000_000, gcra.Capacity);
    }

    private static RateLimitDecision Decide(Gcra gcra, ref long tat, long now) =>
        gcra.Describe(gcra.TryTake(ref tat, now), tat - now);

    private static long Microseconds(TimeSpan time) => (long)time.TotalMicroseconds;

    private static IEnumerable<long> Admitted(Traffic traffic)
    {
        long tat = 0;
        foreach (var now in traffic.Arrivals)
        {
            if (traffic.Gcra.TryTake(ref tat, now))
            {
                yield return now;
            }
        }
    }

    /// <summary>A bucket in any state that arrivals can produce.</summary>
    private static (long Tat, long Now) After(Traffic traffic)
    {
        long tat = 0;
        var now = Start;
        foreach (var arrival in traffic.Arrivals)
        {
            now = arrival;
            traffic.Gcra.TryTake(ref tat, now);
        }

        return (tat, now);
    }

    private static (long Tat, long Now) Exhausted(Traffic traffic)
    {
        var (tat, now) = After(traffic);
        for (var i = 0; i < traffic.Limit.Permits; i++)
        {
            traffic.Gcra.TryTake(ref tat, now);
        }

        return (tat, now);
    }

    public sealed class Traffic
    {
        internal Traffic(RateLimit limit, IEnumerable<int> gaps)
        {
            Limit = limit;
            Gcra = Gcra.From(limit);

            // Gaps between arrivals are fractions of an interval, so that calls arrive about as fast as permits.
            var now = Start;
            Arrivals = [.. gaps.Select(percent => now += Gcra.Interval * percent / 100)];
        }

        internal RateLimit Limit { get; }

        internal Gcra Gcra { get; }

        internal IReadOnlyList<long> Arrivals { get; }

        public override string ToString() =>
            $"{Limit.Permits} in {Limit.Window}, arrivals {string.Join(' ', Arrivals.Select(arrival => arrival - Start))}";
    }

    public static class AnyTraffic
    {
        public static Arbitrary<Traffic> Generate() => Arb.From(
            from permits in Gen.Choose(1, 40)
            from milliseconds in Gen.Choose(1_000, 86_400_000)
            from gaps in Gen.ListOf(Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Choose(0, 250))))
            select new Traffic(new RateLimit(permits, TimeSpan.FromMilliseconds(milliseconds)), gaps));
    }
}
