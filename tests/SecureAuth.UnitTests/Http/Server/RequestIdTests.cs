using FsCheck;
using FsCheck.Xunit;
using SecureAuth.Api.Http.Server;

namespace SecureAuth.UnitTests.Http.Server;

public sealed class RequestIdTests
{
    [Theory]
    [InlineData("abcdefgh")]
    [InlineData("A.b_c-9Z")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public void An_id_that_matches_the_pattern_is_kept(string id) => Assert.Equal(id, RequestIdContextFactory.Accept(id));

    [Theory]
    [InlineData("")]
    [InlineData("abcdefg")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("abcdefg h")]
    [InlineData("abcdefgh\r\nX-Evil: 1")]
    [InlineData("abcdefgh\n")]
    [InlineData("abcdefgé")]
    [InlineData("abcdefg/")]
    [InlineData("ａｂｃｄｅｆｇｈ")]
    public void Other_ids_are_dropped(string id) => Assert.Null(RequestIdContextFactory.Accept(id));

    [Fact]
    public void Two_request_ids_count_as_none() => Assert.Null(RequestIdContextFactory.Accept(new(["abcdefgh", "ijklmnop"])));

    [Fact]
    public void A_missing_header_is_no_id() => Assert.Null(RequestIdContextFactory.Accept(default));

    [Property]
    public bool Every_kept_id_matches_the_published_pattern(NonNull<string> id)
    {
        var pattern = RequestIdContextFactory.Pattern[..^1] + @"\z";
        return (RequestIdContextFactory.Accept(id.Get) is not null)
            == System.Text.RegularExpressions.Regex.IsMatch(id.Get, pattern);
    }
}
