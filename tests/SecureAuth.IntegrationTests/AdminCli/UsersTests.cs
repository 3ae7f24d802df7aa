using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary>Changes by operators take effect in the running API within a second.</summary>
public sealed class UsersTests(TestSystem system)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task Unlocking_lets_the_user_sign_in_again()
    {
        var user = await SignedInUser.CreateAsync(_client);
        for (var guess = 0; guess < 5; guess++)
        {
            await _client.LoginAsync(user.Account.Email, "not the password");
        }

        Problems.Is("account_locked", await _client.LoginAsync(user.Account));

        await DoneAsync("users", "unlock", user.Account.Email, "--reason", "called the desk", "--yes");

        await Eventually.IsTrueAsync(
            async () => (await _client.LoginAsync(user.Account)).Status == HttpStatusCode.OK, "the user signs in", Second);
        await IsAuditedAsync(user, AuditEvent.UserUnlocked, "called the desk");
    }

    [Fact]
    public async Task Disabling_ends_every_session_and_enabling_lets_the_user_sign_in_again()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();

        var disabled = await DoneAsync("users", "disable", user.Id.ToString(), "--reason", "left", "--yes", "--output", "json");

        Assert.Equal(2, disabled.Json.GetProperty("sessions_ended").GetInt32());
        await user.IsSignedOutAsync();
        await other.IsSignedOutAsync();
        Problems.Is("account_disabled", await _client.LoginAsync(user.Account));
        await IsAuditedAsync(user, AuditEvent.UserDisabled, "left");

        await DoneAsync("users", "enable", user.Account.Email, "--reason", "came back", "--yes");

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Account)).Status);
        await user.IsSignedOutAsync();
        await IsAuditedAsync(user, AuditEvent.UserEnabled, "came back");
    }

    [Fact]
    public async Task Show_and_list_print_the_account_and_no_secret()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await _client.LoginAsync(user.Account.Email, "not the password");

        var shown = await DoneAsync("users", "show", user.Account.Email.ToUpperInvariant(), "--output", "json");

        Assert.Equal(user.Id.ToString(), shown.Json.GetProperty("id").GetString());
        Assert.Equal(user.Account.Email, shown.Json.GetProperty("email").GetString());
        Assert.Equal(1, shown.Json.GetProperty("lockout").GetProperty("failures").GetInt32());
        Assert.Equal(1, shown.Json.GetProperty("sessions").GetArrayLength());
        Assert.Equal("sign_in_refused", shown.Json.GetProperty("events")[0].GetProperty("event").GetString());
        Assert.DoesNotMatch("(?i)hash|stamp|bcrypt|sart_", shown.Output);

        var before = user.Id.ToString()[..^4] + "0000";
        var listed = await DoneAsync("users", "list", "--after", before, "--limit", "1", "--output", "json");
        Assert.True(listed.Json.GetProperty("users").GetArrayLength() <= 1);
        Assert.Contains(
            user.Account.Email, (await DoneAsync("users", "show", user.Id.ToString())).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_filters_by_locked_and_by_disabled()
    {
        var locked = await SignedInUser.CreateAsync(_client);
        for (var guess = 0; guess < 5; guess++)
        {
            await _client.LoginAsync(locked.Account.Email, "not the password");
        }

        var disabled = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync("UPDATE users SET is_active = false WHERE id = $1", disabled.Id);

        var lockedOnes = await DoneAsync("users", "list", "--locked", "--limit", "1000", "--output", "json");
        var disabledOnes = await DoneAsync("users", "list", "--disabled", "--limit", "1000", "--output", "json");

        Assert.Contains(locked.Account.Email, lockedOnes.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(disabled.Account.Email, lockedOnes.Output, StringComparison.Ordinal);
        Assert.Contains(disabled.Account.Email, disabledOnes.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(locked.Account.Email, disabledOnes.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_terminal_and_without_yes_nothing_changes()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var result = await Cli.RunAsync(system.Settings, "users", "disable", user.Account.Email, "--reason", "x");

        Assert.Equal(4, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(user.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Account)).Status);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_leaves_no_row()
    {
        var user = await SignedInUser.CreateAsync(_client);

        await DoneAsync("users", "disable", user.Account.Email, "--dry-run");
        await DoneAsync("users", "unlock", user.Account.Email, "--dry-run");

        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(user.AccessToken)).Status);
        Assert.Empty(await system.Database.AuditOfUserAsync(user.Id, ActorKind.Operator));
    }

    [Theory]
    [InlineData(3, "users", "show", "nobody@nowhere.test")]
    [InlineData(3, "users", "disable", "nobody@nowhere.test", "--yes")]
    [InlineData(3, "users", "unlock", "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f", "--yes")]
    [InlineData(3, "sessions", "list", "nobody@nowhere.test")]
    [InlineData(3, "tokens", "revoke", "--session", "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f", "--yes")]
    [InlineData(2, "users", "unknown")]
    [InlineData(2, "users", "list", "--limit", "0")]
    [InlineData(2, "tokens", "revoke", "--yes")]
    [InlineData(2, "tokens", "revoke", "--all", "--user", "nobody@nowhere.test", "--yes")]
    [InlineData(0, "--help")]
    [InlineData(0, "users", "disable", "--help")]
    public async Task Exit_codes_match_the_contract(int expected, params string[] arguments)
    {
        var result = await Cli.RunAsync(system.Settings, arguments);

        Assert.True(expected == result.ExitCode, result.ToString());
    }

    private Task<CliResult> DoneAsync(params string[] arguments) => Cli.SucceedAsync(system.Settings, arguments);

    private async Task IsAuditedAsync(SignedInUser user, AuditEvent @event, string reason)
    {
        var row = Assert.Single(await system.Database.AuditOfUserAsync(user.Id, @event));
        Assert.Equal(ActorKind.Operator, row.ActorKind);
        Assert.Equal($"{Environment.UserName}@{Environment.MachineName}", row.ActorName);
        Assert.Equal(reason, row.Reason);
    }
}
