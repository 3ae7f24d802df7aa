using System.Text.Json;
using SecureAuth.IntegrationTests.Keys;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Audit;

/// <summary>The seals survive their master key.</summary>
public sealed class AuditRewrapTests(SealedAudit audit) : IClassFixture<SealedAudit>
{
    private readonly string _new = Settings.NewKey();

    [Fact]
    public async Task After_a_rewrap_the_new_master_key_alone_verifies_old_seals()
    {
        var own = await audit.CopyAsync();
        await using var deployment = new KeyedDeployment(own);
        var old = own.Settings.MasterKey;
        var kept = await own.LastSealAsync();
        var seals = await own.Database.ScalarAsync<long>("SELECT count(*) FROM audit_seals");

        var report = (await deployment.RewrapAsync([_new, old])).Json;

        Assert.Equal(seals, report.GetProperty("seals").GetInt64());
        Assert.Contains(
            report.GetProperty("master_keys").EnumerateArray(), key => key.GetProperty("may_go").GetBoolean());
        Assert.Equal(0, (await VerifyAsync(deployment, kept, _new)).ExitCode);
        Assert.Equal("key_missing", (await VerifyAsync(deployment, kept, old)).Json.GetProperty("findings")[0].Kind());
    }

    [Fact]
    public async Task A_rewrap_does_not_make_a_forged_seal_genuine()
    {
        var own = await audit.CopyAsync();
        await using var deployment = new KeyedDeployment(own);
        await own.Database.AllowAuditChangesAsync();
        await own.Database.ExecuteAsync("UPDATE audit_seals SET digest = sha256('x') WHERE number = 2");

        var report = (await deployment.RewrapAsync([_new, own.Settings.MasterKey])).Json;

        Assert.Equal(1, report.GetProperty("unreadable").GetInt32());
        Assert.DoesNotContain(
            report.GetProperty("master_keys").EnumerateArray(), key => key.GetProperty("may_go").GetBoolean());
        JsonElement finding = (await VerifyAsync(deployment, null, _new, own.Settings.MasterKey)).Json.GetProperty("findings")[0];
        Assert.Equal(("seal_changed", 2), (finding.Kind(), finding.GetProperty("seal").GetInt64()));
    }

    private static Task<CliResult> VerifyAsync(KeyedDeployment deployment, string? expected, params string[] keys)
    {
        string[] expect = expected is null ? [] : ["--expect", expected];
        return Cli.RunAsync(deployment.ForOperators(keys), "", ["audit", "verify", "--output", "json", .. expect]);
    }
}
