using SecureAuth.Api.Http.Failures;
using SecureAuth.Hashing;

namespace SecureAuth.UnitTests.Http.Failures;

public sealed class StartupFailureTests
{
    [Fact]
    public void A_wrong_hash_is_explained_in_one_line()
    {
        var error = Assert.Throws<BcryptSelfTestException>(() => BcryptSelfTest.Run(_ => { }, 1));

        var line = Assert.Single(StartupFailure.Describe(error));

        Assert.StartsWith("The bcrypt self-test failed", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    [Fact]
    public void A_defect_is_not_explained_away() =>
        Assert.Empty(StartupFailure.Describe(new InvalidOperationException("a defect")));
}
