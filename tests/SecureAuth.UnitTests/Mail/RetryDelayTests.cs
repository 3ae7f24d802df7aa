using SecureAuth.Api.Mail;

namespace SecureAuth.UnitTests.Mail;

public sealed class RetryDelayTests
{
    [Theory]
    [InlineData(1, 24, 36)]
    [InlineData(2, 48, 72)]
    [InlineData(5, 384, 576)]
    [InlineData(9, 2880, 4320)]
    [InlineData(1_000_000, 2880, 4320)]
    public void The_delay_doubles_up_to_an_hour_with_some_jitter(int attempts, int least, int most)
    {
        for (var i = 0; i < 100; i++)
        {
            var delay = RetryDelay.After(attempts, TimeSpan.FromHours(23));

            Assert.InRange(delay!.Value.TotalSeconds, least, most);
        }
    }

    [Fact]
    public void A_mail_is_given_up_after_a_day() => Assert.Null(RetryDelay.After(1, TimeSpan.FromHours(24)));
}
