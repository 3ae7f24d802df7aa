using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Operating;

/// <summary>
/// From the version before the newest migration to this one, while requests are served. <c>.ci/previous</c> builds that version,
/// and SECUREAUTH_PREVIOUS names its folder.
/// </summary>
public sealed class UpgradeTests(TestSystem system)
{
    private static readonly string? Previous = Environment.GetEnvironmentVariable("SECUREAUTH_PREVIOUS");

    private static string OldApi => Path.Combine(Previous!, "SecureAuth.Api", "SecureAuth.Api.dll");

    private static string OldCli => Path.Combine(Previous!, "SecureAuth.AdminCli", "secureauth.dll");

    [Fact]
    public async Task No_request_fails_while_the_newest_migration_runs_and_both_versions_serve()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Previous), "SECUREAUTH_PREVIOUS is not set: .ci/previous builds that version.");
        await using var own = await OwnDatabase.CreateEmptyAsync(system);
        var migrated = await Cli.RunAsync(BuiltProgram.Of(OldCli, own.Settings.ForMigration(), "migrate"));
        Assert.True(migrated.ExitCode == 0, migrated.ToString());
        var before = await NewestAsync(own);
        await using var old1 = await ApiProcess.StartAsync(Patient(own), OldApi);
        await using var old2 = await ApiProcess.StartAsync(Patient(own), OldApi);
        await using var users = new OngoingUsers(own.Database, old1, old2);
        await users.HaveAllBeenServedAsync();

        var report = (await own.MigrateAsync("--output", "json")).Json;
        Assert.NotEqual(0, report.GetProperty("migrations").GetArrayLength());
        Assert.NotEqual(before, await NewestAsync(own));
        await users.HaveAllBeenServedAsync();

        await using var new1 = await ApiProcess.StartAsync(Patient(own));
        users.Serve(old1, old2, new1);
        await users.HaveAllBeenServedAsync();
        users.Serve(old2, new1);
        await users.HaveAllBeenServedAsync();
        await old1.StopAsync();
        await using var new2 = await ApiProcess.StartAsync(Patient(own));
        users.Serve(new1, new2);
        await users.HaveAllBeenServedAsync();
        await old2.StopAsync();

        // One version back, which needs no undoing.
        await using var old3 = await ApiProcess.StartAsync(Patient(own), OldApi);
        users.Serve(old3, new2);
        await users.HaveAllBeenServedAsync();

        Assert.Empty(await users.StopAsync());
        Assert.All(
            [old1, old2, old3, new1, new2],
            api => Assert.Empty(api.Log.Errors.Select(record => record.GetProperty("Message").GetString())));
    }

    [Fact]
    public async Task An_operator_of_one_version_revokes_what_the_other_has_issued()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Previous), "SECUREAUTH_PREVIOUS is not set: .ci/previous builds that version.");
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var old = await ApiProcess.StartAsync(Patient(own), OldApi);
        await using var current = await own.StartApiAsync();
        var first = await SignedInUser.CreateAsync(new TestClient(old));
        var second = await SignedInUser.CreateAsync(new TestClient(current));

        string[] revoke = ["tokens", "revoke", "--yes", "--user"];
        Assert.Equal(0, (await Cli.RunAsync(own.Settings, [.. revoke, first.Account.Email])).ExitCode);
        var byOld = await Cli.RunAsync(BuiltProgram.Of(
            OldCli, own.Settings.ForOperators(), [.. revoke, second.Account.Email]));
        Assert.True(byOld.ExitCode == 0, byOld.ToString());

        await (first with { Client = first.Client.Through(current) }).IsSignedOutAsync();
        await first.IsSignedOutAsync();
        await (second with { Client = second.Client.Through(old) }).IsSignedOutAsync();
        await second.IsSignedOutAsync();
        Assert.Equal(HttpStatusCode.OK, (await second.Client.Through(old).LoginAsync(second.Account)).Status);
    }

    /// <summary>A busy machine is no outage, and a migration that keeps requests waiting for ten seconds is one.</summary>
    private static Dictionary<string, string> Patient(OwnDatabase own) => own.Settings.ForApi(
        ("ConnectionStrings__secureauth", own.Settings.Api + ";Command Timeout=10;Timeout=10"));

    private static Task<string?> NewestAsync(OwnDatabase own) =>
        own.Database.ScalarAsync<string>("SELECT max(migration_id) FROM \"__EFMigrationsHistory\"");
}
