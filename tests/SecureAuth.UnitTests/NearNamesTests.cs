using SecureAuth.Core;

namespace SecureAuth.UnitTests;

public sealed class NearNamesTests
{
    private static readonly string[] Names =
        ["signed_in", "signed_out", "sign_in_refused", "registered", "password_reset", "password_reset_refused"];

    [Theory]
    [InlineData("sign_in_refuse", "sign_in_refused")]
    [InlineData("singed_in", "signed_in")]
    [InlineData("SIGNED_IN", "signed_in,signed_out")]
    [InlineData("reset", "password_reset,password_reset_refused")]
    [InlineData("xyz", "")]
    public void Names_that_somebody_may_have_meant_are_found_nearest_first(string text, string expected) =>
        Assert.Equal(expected, string.Join(',', NearNames.Of(text, Names)));
}
