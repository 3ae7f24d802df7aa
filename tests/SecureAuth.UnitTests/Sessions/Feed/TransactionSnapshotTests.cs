using FsCheck.Xunit;
using SecureAuth.Core.Sessions.Feed;

namespace SecureAuth.UnitTests.Sessions.Feed;

public sealed class TransactionSnapshotTests
{
    [Theory]
    [InlineData("1:1:")]
    [InlineData("730:730:")]
    [InlineData("730:745:")]
    [InlineData("730:745:730,731,744")]
    [InlineData("1:18446744073709551615:18446744073709551614")]
    public void It_is_written_as_it_was_read(string text) => Assert.Equal(text, $"{TransactionSnapshot.Parse(text)}");

    /// <summary>PostgreSQL does not parse these either, so they must not reach it.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("1:1")]
    [InlineData("1:1::")]
    [InlineData("0:1:")]
    [InlineData("2:1:")]
    [InlineData("-1:1:")]
    [InlineData("1: 1:")]
    [InlineData("a:b:")]
    [InlineData("5:9:4")]
    [InlineData("5:9:9")]
    [InlineData("5:9:7,6")]
    [InlineData("5:9:7,7")]
    [InlineData("5:9:x")]
    [InlineData("1:18446744073709551616:")]
    public void Anything_else_is_not_read(string text) => Assert.Null(TransactionSnapshot.Parse(text));

    [Fact]
    public void It_contains_what_had_ended()
    {
        var snapshot = TransactionSnapshot.Parse("10:20:10,15")!;

        Assert.Equal(
            [9, 11, 12, 13, 14, 16, 17, 18, 19],
            Enumerable.Range(9, 15).Where(transaction => snapshot.Contains((ulong)transaction)));
        Assert.DoesNotContain(1UL, new[] { 1UL, 2UL }.Where(TransactionSnapshot.Empty.Contains));
    }

    [Property]
    public void A_snapshot_that_covers_another_contains_all_of_it(byte[] running, byte oldest, byte[] others, byte oldestOther)
    {
        var (one, other) = (Create(running, oldest), Create(others, oldestOther));
        if (one.Covers(other))
        {
            Assert.All(All().Where(other.Contains), transaction => Assert.True(one.Contains(transaction)));
        }
    }

    [Property]
    public void A_snapshot_covers_itself_and_the_empty_one(byte[] running, byte oldest)
    {
        var snapshot = Create(running, oldest);

        Assert.True(snapshot.Covers(snapshot));
        Assert.True(snapshot.Covers(TransactionSnapshot.Empty));
    }

    /// <summary>Of two snapshots of one server, the later one always covers the earlier one.</summary>
    [Property]
    public void A_later_snapshot_covers_an_earlier_one(byte[] running, byte oldest, byte begun)
    {
        var earlier = Create(running, oldest);
        var later = TransactionSnapshot.Parse(
            $"{earlier.Oldest}:{earlier.End + begun}:{string.Join(',', earlier.Running.Where(t => t % 2 == 0))}");

        Assert.True(later!.Covers(earlier));
    }

    [Property]
    public void A_shortened_snapshot_contains_nothing_that_the_long_one_does_not(byte[] running, byte oldest)
    {
        var snapshot = Create(running, oldest);
        var shortened = snapshot.Shortened();

        Assert.InRange(shortened.Running.Length, 0, 30);
        Assert.True(snapshot.Covers(shortened));
        Assert.NotNull(TransactionSnapshot.Parse($"{shortened}"));
    }

    [Fact]
    public void A_snapshot_with_many_running_transactions_is_shortened()
    {
        var many = string.Join(',', Enumerable.Range(100, 50));

        var shortened = TransactionSnapshot.Parse($"100:200:{many}")!.Shortened();

        Assert.Equal((130UL, 30), (shortened.End, shortened.Running.Length));
    }

    private static IEnumerable<ulong> All() => Enumerable.Range(1, 70).Select(number => (ulong)number);

    /// <summary>Any snapshot of some sixty transactions.</summary>
    private static TransactionSnapshot Create(byte[] numbers, byte first)
    {
        var oldest = 1 + (first % 60);
        var running = numbers.Select(number => 1 + (number % 60)).Where(number => number >= oldest).Distinct().Order().ToList();
        var end = running.Count == 0 ? oldest : running[^1] + 1;
        return TransactionSnapshot.Parse($"{oldest}:{end}:{string.Join(',', running)}")!;
    }
}
