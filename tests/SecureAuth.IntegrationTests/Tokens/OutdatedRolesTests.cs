using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Sessions;
using SecureAuth.IntegrationTests.Stack;
using StackExchange.Redis;

namespace SecureAuth.IntegrationTests.Tokens;

/// <summary>A token with former roles is refused everywhere, and the session goes on.</summary>
public sealed class OutdatedRolesTests(TestSystem system)
{
    private const string Role = "auditor";

    [Fact]
    public async Task A_grant_is_in_force_within_a_second_and_the_next_token_has_the_role()
    {
        var user = await CreateAsync();
        Assert.Equal([], RolesClaim.Of(user.AccessToken));
        Assert.Null(RolesClaim.VersionOf(user.AccessToken));

        await GrantAsync(user);
        var refreshed = await user.RefreshedAsync();

        Assert.Equal([Role], RolesClaim.Of(refreshed.AccessToken));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(refreshed.AccessToken)).Status);
        Assert.Equal(user.SessionId, Claims.Of(refreshed.AccessToken).SessionId);
        await user.IsRefusedWithinASecondAsync(system.Api, await system.ReplicaAsync());
    }

    [Fact]
    public async Task What_was_taken_away_is_refused_and_what_is_granted_again_has_another_version()
    {
        var user = await CreateAsync();
        await GrantAsync(user);
        var with = await user.RefreshedAsync();
        await UngrantAsync(user);
        var without = await with.RefreshedAsync();
        await GrantAsync(user);

        await with.IsRefusedWithinASecondAsync(system.Api);
        await without.IsRefusedWithinASecondAsync(system.Api);
        var again = await without.RefreshedAsync();
        Assert.Equal([Role], RolesClaim.Of(again.AccessToken));
        Assert.True(RolesClaim.VersionOf(again.AccessToken) > RolesClaim.VersionOf(with.AccessToken));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(again.AccessToken)).Status);
    }

    [Fact]
    public async Task A_reauthentication_returns_the_present_roles()
    {
        var user = await CreateAsync();
        await GrantAsync(user);
        var refreshed = await user.RefreshedAsync();

        var fresh = await user.Client.ReauthenticateAsync(refreshed.AccessToken, user.Account.Password);

        Assert.Equal([Role], RolesClaim.Of(fresh["access_token"]));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(fresh["access_token"])).Status);
        await UngrantAsync(user);
        await (user with { AccessToken = fresh["access_token"] }).IsRefusedWithinASecondAsync(system.Api);
    }

    [Fact]
    public async Task A_challenge_from_before_the_change_leads_to_a_token_with_the_present_roles()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        await GrantAsync(user.User);

        var signedIn = await user.Client.CompleteAsync(challenge, await user.UnusedCodeAsync());

        Assert.True(signedIn.Status == HttpStatusCode.OK, signedIn.ToString());
        Assert.Equal([Role], RolesClaim.Of(signedIn["access_token"]));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(signedIn["access_token"])).Status);
    }

    [Fact]
    public async Task Within_the_grace_the_former_refresh_token_returns_the_present_roles()
    {
        var user = await CreateAsync();
        var before = await user.RefreshedAsync();
        await GrantAsync(user);
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET rotated_at = clock_timestamp() WHERE id = $1", user.SessionId);

        var repeated = await user.RefreshedAsync();

        Assert.Equal(before.RefreshToken, repeated.RefreshToken);
        Assert.Equal([Role], RolesClaim.Of(repeated.AccessToken));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(repeated.AccessToken)).Status);
    }

    [Fact]
    public async Task A_service_is_told_that_the_token_is_inactive_and_may_still_end_its_session()
    {
        var user = await CreateAsync();
        var service = system.NewService();
        Assert.True(await service.IsActiveAsync(user.AccessToken));

        await GrantAsync(user);

        await Eventually.IsTrueAsync(
            async () => !await service.IsActiveAsync(user.AccessToken), "the token is inactive", TimeSpan.FromSeconds(1));
        var refreshed = await user.RefreshedAsync();
        Assert.True(await service.IsActiveAsync(refreshed.AccessToken));
        await service.RevokeAsync(user.AccessToken);
        Problems.Is("invalid_refresh_token", await user.Client.RefreshAsync(refreshed.RefreshToken));
    }

    [Fact]
    public async Task A_sign_out_with_a_token_of_former_roles_ends_the_session()
    {
        var user = await CreateAsync();
        await GrantAsync(user);
        await user.IsRefusedWithinASecondAsync(system.Api);

        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.LogoutAsync(user.AccessToken)).Status);

        Problems.Is("invalid_refresh_token", await user.Client.RefreshAsync(user.RefreshToken));
    }

    [Fact]
    public async Task A_refused_token_is_recorded_under_a_reason_of_its_own()
    {
        var user = await CreateAsync();
        await GrantAsync(user);
        await user.IsRefusedWithinASecondAsync(system.Api);

        await Eventually.IsTrueAsync(
            async () => (await system.Database.AuditOfUserAsync(user.Id)).Any(row => row is
                { Event: AuditEvent.AuthorizationRefused, Reason: "outdated_roles" } && row.SessionId == user.SessionId),
            "the refusal is recorded");
    }

    [Fact]
    public async Task A_new_account_with_a_role_has_a_token_without_a_version()
    {
        var account = NewUser.Create();
        var created = await Cli.RunAsync(
            system.Settings.ForOperators(), account.Password + "\n",
            "users", "create", account.Email, "--role", Role, "--password-stdin");
        Assert.True(created.ExitCode == 0, created.ToString());

        var signedIn = await system.NewClient().LoginAsync(account);

        Assert.Equal([Role], RolesClaim.Of(signedIn["access_token"]));
        Assert.Null(RolesClaim.VersionOf(signedIn["access_token"]));
    }

    [Fact]
    public async Task A_replica_hears_of_a_change_by_a_message()
    {
        var user = await CreateAsync();
        await using var still = await StillReplica.StartAsync(system);
        Assert.Equal(HttpStatusCode.OK, await still.StatusAsync(user));

        await GrantAsync(user);

        await Eventually.IsTrueAsync(
            async () => await still.StatusAsync(user) == HttpStatusCode.Unauthorized, "the replica refuses the token");
        Assert.Equal(HttpStatusCode.OK, await still.StatusAsync(await user.RefreshedAsync()));
    }

    [Fact]
    public async Task Without_a_message_a_change_holds_when_the_copy_is_a_second_old()
    {
        var user = await CreateAsync();
        await using var still = await StillReplica.StartAsync(system);
        await ChangeInPostgresAsync(system.Database, user);
        Assert.Equal(HttpStatusCode.OK, await still.StatusAsync(user));

        still.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.Unauthorized, await still.StatusAsync(user));
    }

    [Fact]
    public async Task Changes_are_copied_to_Redis_with_the_revocations()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await HostedApi.StartAsync(own.Settings.ForApi());
        var user = await SignedInUser.CreateAsync(new TestClient(api));

        await ChangeInPostgresAsync(own.Database, user);

        await using var connection = await ConnectionMultiplexer.ConnectAsync(system.Redis.ConnectionString);
        var key = await own.RevocationKeyAsync();
        await Eventually.IsTrueAsync(
            async () => await connection.GetDatabase().HashGetAsync(key, $"roles:{user.Id:N}") == 7, "the version is in Redis");
        await user.IsRefusedWithinASecondAsync(api);
    }

    private static Task ChangeInPostgresAsync(Database database, SignedInUser user) => database.ExecuteAsync(
        "INSERT INTO role_changes VALUES ($1, 7, clock_timestamp(), pg_current_xact_id())", user.Id);

    private Task<SignedInUser> CreateAsync() => SignedInUser.CreateAsync(system.NewClient());

    private Task GrantAsync(SignedInUser user) =>
        Cli.SucceedAsync(system.Settings.ForOperators(), "users", "grant", user.Account.Email, Role);

    private Task UngrantAsync(SignedInUser user) =>
        Cli.SucceedAsync(system.Settings.ForOperators(), "users", "ungrant", user.Account.Email, Role);
}
