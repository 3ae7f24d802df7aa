using SecureAuth.Core.Sessions.Feed;

namespace SecureAuth.UnitTests.Sessions.Feed;

public sealed class FeedTailStateTests
{
    private static readonly TransactionSnapshot Start = Snapshot("10:12:10");

    [Fact]
    public void A_consumer_gets_what_it_does_not_know()
    {
        // 10 commits later than 12 and 13.
        var tail = FeedTailState.StartAt(Read(Start), 0, 0)
            .With(Read(Snapshot("10:14:10"), 12, 13), 0, 0)
            .With(Read(Snapshot("14:14:")), 0, 0)
            .With(Read(Snapshot("16:16:"), 10, 15), 0, 0);

        Assert.Equal([10, 12, 13, 15], After(tail, "10:12:10"));
        Assert.Equal([10, 13, 15], After(tail, "10:13:10"));
        Assert.Equal([10, 15], After(tail, "10:14:10"));
        Assert.Equal([15], After(tail, "14:14:"));
        Assert.Equal([], After(tail, "16:16:"));
        Assert.Equal([], After(tail, "20:20:"));
    }

    [Fact]
    public void A_consumer_that_is_further_behind_has_to_read_from_PostgreSQL()
    {
        var tail = FeedTailState.StartAt(Read(Start), 0, 0).With(Read(Snapshot("14:14:"), 12), 0, 0);

        Assert.Null(tail.After(Snapshot("9:9:")));
        Assert.Null(tail.After(Snapshot("9:12:9,10")));
        Assert.Null(tail.After(TransactionSnapshot.Empty));
    }

    [Fact]
    public void What_is_older_than_the_start_is_not_in_it() =>
        Assert.Equal([], After(FeedTailState.StartAt(Read(Start, 5, 6), 0, 0), "10:12:10"));

    private static TransactionSnapshot Snapshot(string text) => TransactionSnapshot.Parse(text)!;

    private static IEnumerable<int> After(FeedTailState tail, string known) =>
        tail.After(Snapshot(known))!.Select(entry => (int)entry.Transaction).Order();

    private static FeedRead Read(TransactionSnapshot seen, params ulong[] transactions) => new(
        "server", seen, DateTimeOffset.UnixEpoch,
        [.. transactions.Select(t => new FeedEntry(Guid.AllBitsSet, DateTime.UnixEpoch, t, RolesVersion: null))], Last: null);
}
