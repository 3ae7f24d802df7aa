using SecureAuth.Core.Audit.Sealing;

namespace SecureAuth.UnitTests.Audit;

public sealed class ExpectedSealTests
{
    private static readonly string Digest = new('a', 64);

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1:")]
    [InlineData("0:{0}")]
    [InlineData("-1:{0}")]
    [InlineData("1:{0}a")]
    [InlineData("1:{0}:1")]
    [InlineData("x:{0}")]
    public void Anything_but_a_number_and_a_digest_is_refused(string text) =>
        Assert.Null(ExpectedSeal.Parse(text.Replace("{0}", Digest, StringComparison.Ordinal)));

    [Fact]
    public void A_printed_seal_is_accepted_in_either_case()
    {
        var seal = ExpectedSeal.Parse($"42:{Digest.ToUpperInvariant()}\n");

        Assert.Equal(42, seal!.Number);
        Assert.True(seal.Matches([.. Enumerable.Repeat((byte)0xAA, 32)]));
        Assert.False(seal.Matches(new byte[32]));
    }
}
