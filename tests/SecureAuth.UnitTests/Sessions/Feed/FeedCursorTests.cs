using System.Buffers.Text;
using System.Text;
using SecureAuth.Core.Sessions;
using SecureAuth.Core.Sessions.Feed;

namespace SecureAuth.UnitTests.Sessions.Feed;

public sealed class FeedCursorTests
{
    private static readonly TransactionSnapshot Snapshot = TransactionSnapshot.Parse("730:745:730,744")!;

    [Fact]
    public void A_cursor_is_read_as_it_was_written()
    {
        var server = FeedCursor.NameOf("server");
        var position = new RevocationPosition(739, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));

        foreach (var rest in new[] { null, new FeedRest(TransactionSnapshot.Empty, position) })
        {
            var read = FeedCursor.Parse(new FeedCursor(server, 1_764_412_345_678, Snapshot, rest).Encode())!;

            Assert.Equal((server, 1_764_412_345_678, "730:745:730,744"), (read.Server, read.Epoch, $"{read.Seen}"));
            Assert.Equal((rest is null, $"{rest?.Since}"), (read.Rest is null, $"{read.Rest?.Since}"));
            Assert.Equal(rest?.Before, read.Rest?.Before);
        }
    }

    /// <summary>The request line has at most 4 KB, and the path and a proxy need some of it.</summary>
    [Fact]
    public void The_longest_cursor_fits_into_a_URL()
    {
        const ulong Largest = ulong.MaxValue - 1000;
        var many = string.Join(',', Enumerable.Range(0, 500).Select(number => Largest + (ulong)number));
        var longest = TransactionSnapshot.Parse($"{Largest}:{ulong.MaxValue}:{many}")!.Shortened();
        var rest = new FeedRest(longest, new RevocationPosition(ulong.MaxValue, Guid.AllBitsSet));

        var text = new FeedCursor(FeedCursor.NameOf("server"), 1_764_412_345_678, longest, rest).Encode();

        Assert.InRange(text.Length, 1_000, FeedCursor.MaxLength);
        Assert.Equal($"{longest}", $"{FeedCursor.Parse(text)!.Rest!.Since}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1 server 0")]
    [InlineData("2 server 0 1:1:")]
    [InlineData("1 server -1 1:1:")]
    [InlineData("1 server 9223372036854775807 1:1:")]
    [InlineData("1 server 0 nonsense")]
    [InlineData("1 server 0 1:1: 1:1:")]
    [InlineData("1 server 0 1:1: 1:1: 5")]
    [InlineData("1 server 0 1:1: 1:1: 5 nobody")]
    [InlineData("1 server 0 1:1: nonsense 5 00000000000000000000000000000000")]
    [InlineData("1 server 0 1:1: 1:1: 5 00000000000000000000000000000000 more")]
    public void Anything_else_is_no_cursor(string text) =>
        Assert.Null(FeedCursor.Parse(Base64Url.EncodeToString(Encoding.ASCII.GetBytes(text))));

    [Theory]
    [InlineData(null)]
    [InlineData("not base64!")]
    [InlineData("A")]
    public void Text_that_is_not_encoded_is_no_cursor(string? text) => Assert.Null(FeedCursor.Parse(text));

    [Fact]
    public void A_text_that_is_too_long_is_no_cursor() => Assert.Null(FeedCursor.Parse(new string('A', 2_001)));
}
