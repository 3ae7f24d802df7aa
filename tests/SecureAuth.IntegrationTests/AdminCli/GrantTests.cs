using System.Net;
using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary><c>users grant</c> and <c>users ungrant</c> as an operator sees them.</summary>
public sealed class GrantTests(TestSystem system)
{
    [Fact]
    public async Task A_grant_says_whether_the_role_is_new_and_writes_one_row()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var role = TestRole.New();

        var granted = await DoneAsync("users", "grant", user.Account.Email, role, "--reason", "ticket 1", "--output", "json");
        var again = await DoneAsync("users", "grant", user.Id.ToString(), role.ToUpperInvariant(), "--output", "json");

        IsChange(granted, changed: true, created: true, role, [role]);
        IsChange(again, changed: false, created: false, role, [role]);
        var row = Assert.Single(await system.Database.AuditOfUserAsync(user.Id, ActorKind.Operator));
        Assert.Equal((AuditEvent.RoleGranted, $"role={role} ticket 1"), (row.Event, row.Reason));
        Assert.Equal([role], await RolesAsync(user));

        var other = await SignedInUser.CreateAsync(system.NewClient());
        Assert.Contains(
            $"Granted {role} to {other.Account.Email}",
            (await DoneAsync("users", "grant", other.Account.Email, role)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_is_taken_away_once()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var (role, kept) = (TestRole.New(), TestRole.New());
        await DoneAsync("users", "grant", user.Account.Email, role);
        await DoneAsync("users", "grant", user.Account.Email, kept);

        var taken = await DoneAsync("users", "ungrant", user.Account.Email, role.ToUpperInvariant(), "--output", "json");
        var again = await DoneAsync("users", "ungrant", user.Account.Email, role, "--output", "json");

        IsChange(taken, changed: true, created: false, role, [kept]);
        IsChange(again, changed: false, created: false, role, [kept]);
        var row = Assert.Single(await system.Database.AuditOfUserAsync(user.Id, AuditEvent.RoleUngranted));
        Assert.Equal($"role={role}", row.Reason);
        Assert.Equal([kept], await RolesAsync(user));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_changes_nothing()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var role = TestRole.New();

        var dry = await DoneAsync("users", "grant", user.Account.Email, role, "--dry-run", "--output", "json");

        IsChange(dry, changed: true, created: true, role, [role]);
        Assert.True(dry.Json.GetProperty("dry_run").GetBoolean());
        Assert.Empty(await system.Database.AuditOfUserAsync(user.Id, ActorKind.Operator));
        Assert.Empty(await RolesAsync(user));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);
        Assert.Equal(3, (await Cli.RunAsync(system.Settings, "users", "ungrant", user.Account.Email, role)).ExitCode);
    }

    [Fact]
    public async Task The_list_finds_the_users_of_a_role()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var role = TestRole.New();
        await DoneAsync("users", "grant", user.Account.Email, role);
        Assert.Equal([user.Account.Email], await ListAsync(role));

        await DoneAsync("users", "ungrant", user.Account.Email, role);
        Assert.Empty(await ListAsync(role));
    }

    [Fact]
    public async Task A_role_that_demands_a_second_factor_asks_before_it_ends_sessions()
    {
        var role = TestRole.New();
        var settings = new Dictionary<string, string>(system.Settings.ForOperators())
        {
            ["Accounts__SecondFactor"] = $"Roles:{role}",
        };
        await using var api = await system.StartApiAsync(("Accounts__SecondFactor", $"Roles:other,{role}"));
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        await user.SignInAgainAsync();

        var refused = await Cli.RunAsync(settings, "", "users", "grant", user.Account.Email, role);
        Assert.Equal(4, refused.ExitCode);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);

        var granted = await Cli.SucceedAsync(
            settings, "users", "grant", user.Account.Email, role, "--yes", "--output", "json");
        Assert.Equal(2, granted.Json.GetProperty("sessions_without_second_factor").GetInt32());
        await user.IsSignedOutAsync();
        Assert.True((await user.Client.LoginAsync(user.Account)).Json.TryGetProperty("setup_token", out _));
        var row = Assert.Single(await system.Database.AuditWhereAsync(
            "session_id = $1 AND event = $2", user.SessionId, AuditEvent.SessionWithoutSecondFactorEnded));
        Assert.Equal("second_factor_required", row.Reason);
    }

    [Fact]
    public async Task Parallel_grants_of_one_role_change_it_once()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var role = TestRole.New();

        var results = await Task.WhenAll(Enumerable.Range(0, 5).Select(
            _ => DoneAsync("users", "grant", user.Account.Email, role, "--output", "json")));

        Assert.Single(results, result => result.Json.GetProperty("changed").GetBoolean());
        Assert.Equal(1, await system.Database.AuditCountOfUserAsync(AuditEvent.RoleGranted, user.Id));
    }

    [Theory]
    [InlineData(3, "users", "grant", "nobody@nowhere.test", "auditor")]
    [InlineData(3, "users", "ungrant", "nobody@nowhere.test", "auditor")]
    [InlineData(2, "users", "grant", "nobody@nowhere.test", "two words")]
    [InlineData(2, "users", "grant", "nobody@nowhere.test", "")]
    [InlineData(2, "users", "grant", "nobody@nowhere.test")]
    public async Task Exit_codes_match_the_contract(int expected, params string[] arguments)
    {
        var result = await Cli.RunAsync(system.Settings, arguments);

        Assert.True(expected == result.ExitCode, result.ToString());
    }

    private static void IsChange(CliResult result, bool changed, bool created, string role, string[] roles)
    {
        Assert.Equal(changed, result.Json.GetProperty("changed").GetBoolean());
        Assert.Equal(created, result.Json.GetProperty("role_created").GetBoolean());
        Assert.Equal(role, result.Json.GetProperty("role").GetString());
        Assert.Equal(
            roles.Order(StringComparer.Ordinal), Strings(result.Json.GetProperty("roles")).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(text => text.GetString()!);

    private async Task<string[]> ListAsync(string role) =>
    [
        .. (await DoneAsync("users", "list", "--role", role, "--output", "json")).Json.GetProperty("users").EnumerateArray()
            .Select(found => found.GetProperty("email").GetString()!),
    ];

    private async Task<string[]> RolesAsync(SignedInUser user) =>
        [.. Strings((await DoneAsync("users", "show", user.Account.Email, "--output", "json")).Json.GetProperty("roles"))];

    private Task<CliResult> DoneAsync(params string[] arguments) => Cli.SucceedAsync(system.Settings, arguments);
}
