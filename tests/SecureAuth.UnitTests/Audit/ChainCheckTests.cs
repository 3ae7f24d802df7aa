using SecureAuth.Core.Audit.Sealing;
using SecureAuth.UnitTests.Keys;

namespace SecureAuth.UnitTests.Audit;

public sealed class ChainCheckTests
{
    private static readonly AuditBeginning Unpurged = new(1, AuditSeal.NoDigest, 1, DateTimeOffset.UnixEpoch, [], "", []);

    [Fact]
    public void A_beginning_that_is_forged_while_the_verification_runs_is_found_once()
    {
        var findings = new AuditFindings();
        var chain = new ChainCheck(TestMasterKeys.Of(TestMasterKeys.NewKey()), findings, null);
        chain.ExpectUpTo(10);
        chain.BeginAt(Unpurged);
        Assert.Empty(findings.All);

        var forged = Unpurged with { FirstSeal = 4, Digest = new byte[32], Key = "unknown" };
        chain.BeginAt(forged);
        chain.BeginAt(forged with { FirstSeal = 5 });

        Assert.Equal(AuditFindingKind.BeginningChanged, Assert.Single(findings.All).Kind);
    }
}
