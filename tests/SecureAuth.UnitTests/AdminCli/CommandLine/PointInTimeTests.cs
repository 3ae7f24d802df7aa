using System.Globalization;
using SecureAuth.AdminCli.CommandLine;

namespace SecureAuth.UnitTests.AdminCli.CommandLine;

public sealed class PointInTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2026-11-28T10:00:00Z", "2026-11-28T10:00:00Z")]
    [InlineData("2026-11-28t10:00:00z", "2026-11-28T10:00:00Z")]
    [InlineData("2026-11-28 10:00:00Z", "2026-11-28T10:00:00Z")]
    [InlineData("2026-11-28T10:00:00.250+02:00", "2026-11-28T08:00:00.25Z")]
    [InlineData("2026-11-28", "2026-11-28T00:00:00Z")]
    [InlineData("0s", "2026-11-29T12:00:00Z")]
    [InlineData("30m", "2026-11-29T11:30:00Z")]
    [InlineData("24h", "2026-11-28T12:00:00Z")]
    [InlineData("7d", "2026-11-22T12:00:00Z")]
    [InlineData("2w", "2026-11-15T12:00:00Z")]
    public void A_time_or_an_age_is_accepted(string text, string expected) => Assert.Equal(
        DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture), PointInTime.Parse(text)?.At(Now));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("7")]
    [InlineData("7 d")]
    [InlineData("-7d")]
    [InlineData("7y")]
    [InlineData("999999999999w")]
    [InlineData("2026-11-28T10:00:00")]
    [InlineData("2026-13-28T10:00:00Z")]
    [InlineData("28.11.2026")]
    [InlineData("2026-11-28T10:00:00Z\n")]
    public void Anything_else_is_refused(string text) => Assert.Null(PointInTime.Parse(text));
}
