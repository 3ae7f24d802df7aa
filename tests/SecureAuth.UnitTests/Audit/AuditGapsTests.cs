using SecureAuth.Core.Audit.Sealing;

namespace SecureAuth.UnitTests.Audit;

public sealed class AuditGapsTests
{
    [Theory]
    [InlineData(5, "5 6 7", null, "")]
    [InlineData(5, "", null, "")]
    [InlineData(5, "7", null, "5-6")]
    [InlineData(5, "6 9 10 12", null, "5-5 7-8 11-11")]
    [InlineData(5, "", 9, "5-9")]
    [InlineData(5, "5", 9, "6-9")]
    [InlineData(5, "9", 9, "5-8")]
    [InlineData(5, "7", 9, "5-6 8-9")]
    [InlineData(5, "5 6 7 8 9", 9, "")]
    public void Gaps_are_what_lies_between_the_ids(long first, string ids, int? last, string expected)
    {
        long[] parsed = [.. ids.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)];

        var gaps = AuditGaps.Between(first, parsed, last, DateTimeOffset.UnixEpoch);

        Assert.Equal(expected, string.Join(' ', gaps.Select(gap => $"{gap.FirstId}-{gap.LastId}")));
    }
}
