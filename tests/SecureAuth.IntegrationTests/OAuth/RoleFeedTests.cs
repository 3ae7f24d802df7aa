using SecureAuth.IntegrationTests.Stack;
using SecureAuth.IntegrationTests.Tokens;

namespace SecureAuth.IntegrationTests.OAuth;

/// <summary>The feed reports changes of roles beside ended sessions.</summary>
public sealed class RoleFeedTests(TestSystem system)
{
    [Fact]
    public async Task A_service_that_waits_hears_of_a_change_and_of_no_ended_session()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var service = system.NewService();
        var cursor = (await service.ListAsync()).Cursor;
        var waiting = service.WaitForRolesAsync(user.Id, cursor);

        await GrantAsync(user, "auditor");

        var page = await waiting;
        var refreshed = await user.RefreshedAsync();
        Assert.Equal(RolesClaim.VersionOf(refreshed.AccessToken), page.Roles[user.Id]);
        Assert.DoesNotContain(user.SessionId, page.Sessions);
    }

    [Fact]
    public async Task Each_replica_continues_where_another_ended_and_repeats_nothing()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var service = system.NewService();
        var other = system.NewService(await system.ReplicaAsync());
        var cursor = (await service.ListAsync()).Cursor;

        await GrantAsync(user, "first");
        var first = await service.WaitForRolesAsync(user.Id, cursor);
        Assert.False((await other.PollAsync(first.Cursor)).Roles.ContainsKey(user.Id));

        await GrantAsync(user, "second");
        var second = await other.WaitForRolesAsync(user.Id, first.Cursor);
        Assert.True(second.Roles[user.Id] > first.Roles[user.Id]);
    }

    [Fact]
    public async Task A_new_list_contains_the_changes_of_the_last_seventy_minutes_in_whatever_page()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await HostedApi.StartAsync(own.Settings.ForApi());
        var service = new ServiceCaller(new TestClient(api), own.Settings.ServiceSecret);
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        await own.Database.ExecuteAsync(
            """
            INSERT INTO users (id, email, normalized_email, email_verified, is_active, created_at, updated_at,
                password_changed_at, security_stamp, totp_enabled)
            SELECT gen_random_uuid(), n || '@users.test', n || '@USERS.TEST', true, true, now(), now(), now(), '', false
            FROM generate_series(1, 7001) n
            """);
        await own.Database.ExecuteAsync(
            """
            INSERT INTO role_changes
            SELECT id, 7, CASE WHEN email = '7001@users.test' THEN now() - interval '71 minutes' ELSE now() END,
                pg_current_xact_id()
            FROM users WHERE email ~ '^[0-9]+@users.test$'
            """);
        await user.Client.LogoutAsync(user.AccessToken);

        var seen = new HashSet<Guid>();
        var pages = 1;
        var page = await service.PollAsync();
        seen.UnionWith(page.Roles.Keys);
        var sessions = page.Sessions.ToHashSet();
        for (; page.HasMore; pages++)
        {
            page = await service.PollAsync(page.Cursor);
            seen.UnionWith(page.Roles.Keys);
            sessions.UnionWith(page.Sessions);
        }

        Assert.Equal(2, pages);
        Assert.Equal(7000, seen.Count);
        Assert.Contains(user.SessionId, sessions);
    }

    private Task GrantAsync(SignedInUser user, string role) =>
        Cli.SucceedAsync(system.Settings.ForOperators(), "users", "grant", user.Account.Email, role);
}
