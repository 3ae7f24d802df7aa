using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary><c>users delete</c>.</summary>
public sealed class UsersDeleteTests(TestSystem system)
{
    [Fact]
    public async Task A_dry_run_and_a_missing_confirmation_change_nothing()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());

        var planned = await DeleteAsync(user, "--dry-run", "--yes");
        var unconfirmed = await DeleteAsync(user);

        Assert.Equal(0, planned.ExitCode);
        Assert.True(planned.Json.GetProperty("dry_run").GetBoolean());
        Assert.Equal(4, unconfirmed.ExitCode);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);
    }

    [Fact]
    public async Task A_deletion_ends_the_sessions_within_a_second_and_is_recorded_with_the_operator()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        var user = await enrolled.SignInAsync();
        var planned = await DeleteAsync(user, "--dry-run");

        var done = await DeleteAsync(user, "--yes", "--reason", "ticket 4711");

        Assert.True(done.ExitCode == 0, done.ToString());
        Assert.Equal(2, done.Json.GetProperty("sessions_ended").GetInt32());
        Assert.Equal(
            done.Output.Replace("\"dry_run\": false", "\"dry_run\": true", StringComparison.Ordinal), planned.Output);
        await user.IsSignedOutAsync();
        Problems.Is("invalid_credentials", await user.Client.LoginAsync(user.Account));
        var rows = await system.Database.AuditOfUserAsync(user.Id);
        Assert.All(rows, row => Assert.Equal((null, null, null), (row.Address, row.UserAgent, row.RequestId)));
        var last = rows.Last(row => row.Event != AuditEvent.AuthorizationRefused);
        Assert.Equal(AuditEvent.UserDeleted, last.Event);
        Assert.Equal(ActorKind.Operator, last.ActorKind);
        Assert.Contains('@', last.ActorName!);
        Assert.Equal("ticket 4711", last.Reason);
    }

    [Fact]
    public async Task A_user_is_found_by_the_id_and_only_once()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());

        var first = await Cli.RunAsync(system.Settings, "users", "delete", user.Id.ToString(), "--yes");
        var second = await Cli.RunAsync(system.Settings, "users", "delete", user.Id.ToString(), "--yes");

        Assert.Equal(0, first.ExitCode);
        Assert.Equal(3, second.ExitCode);
    }

    [Fact]
    public async Task A_session_of_a_deleted_user_has_already_ended()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await DeleteAsync(user, "--yes");

        var revoked = await Cli.RunAsync(
            system.Settings, "tokens", "revoke", "--session", user.SessionId.ToString(), "--yes", "--output", "json");

        Assert.Equal(0, revoked.ExitCode);
        Assert.Equal(0, revoked.Json.GetProperty("sessions_ended").GetInt32());
    }

    private Task<CliResult> DeleteAsync(SignedInUser user, params string[] more) =>
        Cli.RunAsync(system.Settings, ["users", "delete", user.Account.Email, "--output", "json", .. more]);
}
