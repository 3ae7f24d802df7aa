using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary><c>users reset-2fa</c>.</summary>
public sealed class SecondFactorResetTests(TestSystem system)
{
    [Fact]
    public async Task After_a_reset_the_password_suffices_and_earlier_sessions_are_over()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var session = await user.SignInAsync();
        var challenge = await user.ChallengeAsync();
        await user.Client.CompleteAsync(challenge, "000000");

        var planned = await ResetAsync(user, "--dry-run");
        var unconfirmed = await Cli.RunAsync(system.Settings, "users", "reset-2fa", user.User.Account.Email);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(session.AccessToken)).Status);
        var done = await ResetAsync(user, "--reason", "passport checked");

        Assert.Equal(4, unconfirmed.ExitCode);
        Assert.True(done.ExitCode == 0, done.ToString());
        Assert.Equal(2, done.Json.GetProperty("sessions_ended").GetInt32());
        Assert.Equal(1, done.Json.GetProperty("authenticators_removed").GetInt32());
        Assert.Equal(10, done.Json.GetProperty("recovery_codes_removed").GetInt32());
        Assert.Equal(
            done.Output.Replace("\"dry_run\": false", "\"dry_run\": true", StringComparison.Ordinal), planned.Output);
        await Eventually.IsTrueAsync(
            async () => (await user.Client.MeAsync(session.AccessToken)).Status == HttpStatusCode.Unauthorized,
            "the session is over",
            TimeSpan.FromSeconds(1));
        Assert.Equal("invalid_temp_token", (await user.Client.CompleteAsync(challenge, user.RecoveryCodes[0])).Code);
        var signedIn = await user.Client.LoginAsync(user.User.Account);
        Assert.False(signedIn.Json.GetProperty("two_fa_required").GetBoolean());
        var row = Assert.Single(await system.Database.AuditOfUserAsync(user.Id, AuditEvent.SecondFactorReset));
        Assert.Equal("passport checked", row.Reason);
        Assert.Equal(0L, await system.Database.ScalarAsync<long>(
            "SELECT sum(cardinality(second_factor_failures)) FROM account_attempts WHERE user_id = $1", user.Id));
    }

    [Fact]
    public async Task Without_a_second_factor_a_reset_changes_nothing()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());

        var done = await Cli.RunAsync(
            system.Settings, "users", "reset-2fa", user.Account.Email, "--yes", "--output", "json");

        Assert.Equal(0, done.ExitCode);
        Assert.False(done.Json.GetProperty("changed").GetBoolean());
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);
        Assert.Empty(await system.Database.AuditOfUserAsync(user.Id, AuditEvent.SecondFactorReset));
    }

    [Fact]
    public async Task An_unconfirmed_set_up_is_removed_too()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await user.Client.SetUpAsync(user.AccessToken);

        var done = await Cli.RunAsync(
            system.Settings, "users", "reset-2fa", user.Account.Email, "--yes", "--output", "json");

        Assert.Equal(1, done.Json.GetProperty("authenticators_removed").GetInt32());
        Assert.Equal(0L, await system.Database.ScalarAsync<long>(
            "SELECT count(*) FROM totp_credentials WHERE user_id = $1", user.Id));
    }

    private Task<CliResult> ResetAsync(EnrolledUser user, params string[] more) => Cli.RunAsync(
        system.Settings, ["users", "reset-2fa", user.User.Account.Email, "--yes", "--output", "json", .. more]);
}
