using SecureAuth.AdminCli.AuditTrail;

namespace SecureAuth.UnitTests.AdminCli.AuditTrail;

/// <summary>An id whose row is not visible yet is read again until no transaction can hold it any more.</summary>
public sealed class PendingIdsTests
{
    private const long End = long.MaxValue;

    [Fact]
    public void New_ids_are_read_after_the_highest_one()
    {
        var pending = new PendingIds(5, []);

        Read(pending, [], 6, 7);

        Assert.Equal([new(8, End)], pending.Ranges);
    }

    [Fact]
    public void A_missing_id_is_read_again_while_a_transaction_that_may_hold_it_runs()
    {
        var pending = new PendingIds(5, []);

        Read(pending, ["a"], 6, 9);
        Assert.Equal([new(7, 8), new(10, End)], pending.Ranges);

        Read(pending, ["a", "b"]);
        Read(pending, ["b"]);
        Assert.Equal([new(7, 8), new(10, End)], pending.Ranges);

        // "b" may have taken the id as well: it was there when the gap was seen. "c" came later.
        Read(pending, ["c"]);
        Assert.Equal([new(10, End)], pending.Ranges);
    }

    [Fact]
    public void A_missing_id_without_writers_is_read_once_more()
    {
        var pending = new PendingIds(5, []);

        Read(pending, [], 7);
        Assert.Equal([new(6, 6), new(8, End)], pending.Ranges);

        Read(pending, []);
        Assert.Equal([new(8, End)], pending.Ranges);
    }

    [Fact]
    public void A_row_that_becomes_visible_leaves_the_rest_of_its_range()
    {
        var pending = new PendingIds(10, [new(2, 6)]);

        Read(pending, ["a"], 4, 12);

        Assert.Equal([new(2, 3), new(5, 6), new(11, 11), new(13, End)], pending.Ranges);
    }

    [Fact]
    public void A_read_that_was_cut_off_gives_up_nothing()
    {
        var pending = new PendingIds(10, [new(2, 6)]);

        pending.See(new HashSet<string>());
        pending.Settle([2, 3], isComplete: false);

        Assert.Equal([new(4, 6), new(11, End)], pending.Ranges);
    }

    [Fact]
    public void A_read_that_failed_gives_up_nothing()
    {
        var pending = new PendingIds(10, [new(2, 2)]);

        pending.See(new HashSet<string> { "a" });
        pending.See(new HashSet<string>());

        Assert.Equal([new(2, 2), new(11, End)], pending.Ranges);
    }

    private static void Read(PendingIds pending, string[] writers, params long[] found)
    {
        pending.See(writers.ToHashSet());
        pending.Settle(found, isComplete: true);
    }
}
