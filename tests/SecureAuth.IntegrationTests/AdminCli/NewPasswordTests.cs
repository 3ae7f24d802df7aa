using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary><c>users create</c> and <c>users set-password</c>: the same policy, hash and audit as over HTTP.</summary>
public sealed class NewPasswordTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_created_user_signs_in_with_a_verified_email()
    {
        var user = NewUser.Create();

        var created = await CreateAsync(user, "--display-name", "  Test Person ", "--reason", "first of the team");

        Assert.True(created.ExitCode == 0, created.ToString());
        Assert.Equal(user.Email, created.Json.GetProperty("email").GetString());
        Assert.False(created.Json.GetProperty("dry_run").GetBoolean());
        var signedIn = await _client.LoginAsync(user);
        var me = await _client.MeAsync(signedIn["access_token"]);
        Assert.Equal(created.Json.GetProperty("user_id").GetString(), me["id"]);
        Assert.Equal("Test Person", me["display_name"]);
        Assert.True(me.Json.GetProperty("email_verified").GetBoolean());
        var row = Assert.Single(await system.Database.AuditOfUserAsync(Guid.Parse(me["id"]), AuditEvent.UserCreated));
        Assert.Equal(ActorKind.Operator, row.ActorKind);
        Assert.Equal("first of the team", row.Reason);
        Assert.DoesNotContain(user.Password, created.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task White_space_is_part_of_a_password()
    {
        var user = NewUser.Create();
        user = user with { Password = $" {user.Password}\t " };

        Assert.Equal(0, (await CreateAsync(user)).ExitCode);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
        Problems.Is("invalid_credentials", await _client.LoginAsync(user.Email, user.Password.Trim()));
    }

    [Fact]
    public async Task A_dry_run_reports_the_same_and_creates_no_user()
    {
        var user = NewUser.Create();

        var planned = await CreateAsync(user, "--dry-run");
        Assert.Equal(0L, await UsersWithAsync(user.Email));
        var created = await CreateAsync(user);

        Assert.True(planned.Json.GetProperty("dry_run").GetBoolean());
        Assert.Equal(Members(created), Members(planned));
        Assert.Equal(1L, await UsersWithAsync(user.Email));
    }

    [Fact]
    public async Task A_role_that_does_not_exist_is_created_and_reported_as_new()
    {
        var role = $"role-{NewUser.StrongPassword()}";
        var (first, second) = (NewUser.Create(), NewUser.Create());

        var made = await CreateAsync(first, "--role", role);
        var found = await CreateAsync(second, "--role", role.ToUpperInvariant());

        Assert.True(made.Json.GetProperty("role_created").GetBoolean(), made.ToString());
        Assert.False(found.Json.GetProperty("role_created").GetBoolean(), found.ToString());
        foreach (var user in (NewUser[])[first, second])
        {
            var me = await _client.MeAsync((await _client.LoginAsync(user))["access_token"]);
            Assert.Equal(role, Assert.Single(me.Json.GetProperty("roles").EnumerateArray()).GetString());
        }
    }

    [Fact]
    public async Task The_CLI_refuses_what_the_API_refuses()
    {
        var user = NewUser.Create();
        await _client.RegisterAsync(user);

        var weak = await CreateAsync(NewUser.Create() with { Password = "password123" });
        var taken = await CreateAsync(user with { Email = user.Email.ToUpperInvariant() });
        var invalid = await CreateAsync(user with { Email = "nobody" });
        var noText = await PipeAsync("", "users", "create", NewUser.Create().Email, "--password-stdin");

        Assert.Equal(1, weak.ExitCode);
        Assert.Contains("too_short, common", weak.Messages, StringComparison.Ordinal);
        Assert.Equal(1, taken.ExitCode);
        Assert.Equal(2, invalid.ExitCode);
        Assert.Equal(2, noText.ExitCode);
        Assert.All([weak, taken, noText], refused => Assert.Single(refused.Messages.Trim().Split('\n')));
    }

    [Fact]
    public async Task Guesses_made_before_the_account_existed_do_not_lock_it()
    {
        var user = NewUser.Create();
        await LockAsync(user.Email);

        Assert.Equal(0, (await CreateAsync(user)).ExitCode);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
    }

    [Fact]
    public async Task Production_sets_no_password_without_a_pepper()
    {
        var settings = system.Settings.ForOperators();
        settings["DOTNET_ENVIRONMENT"] = "Production";
        settings.Remove("Passwords__Peppers__0");
        var user = NewUser.Create();

        var refused = await Cli.RunAsync(settings, user.Password + "\n", "users", "create", user.Email, "--password-stdin");
        var listed = await Cli.RunAsync(settings, "", "users", "list", "--limit", "1");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Passwords__Peppers__0", Assert.Single(refused.Messages.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.True(listed.ExitCode == 0, listed.ToString());
    }

    [Fact]
    public async Task A_new_password_ends_every_session_and_unlocks_the_account()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();
        await LockAsync(user.Account.Email);
        var chosen = NewUser.StrongPassword();

        var planned = await SetAsync(user, chosen, "--dry-run");
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(user.AccessToken)).Status);
        var unconfirmed = await PipeAsync(chosen, "users", "set-password", user.Account.Email, "--password-stdin");
        var done = await SetAsync(user, chosen, "--reason", "ticket 4711");

        Assert.Equal(4, unconfirmed.ExitCode);
        Assert.True(done.ExitCode == 0, done.ToString());
        Assert.Equal(2, done.Json.GetProperty("sessions_ended").GetInt32());
        Assert.Equal(
            done.Output.Replace("\"dry_run\": false", "\"dry_run\": true", StringComparison.Ordinal), planned.Output);
        await user.IsSignedOutAsync();
        await other.IsSignedOutAsync();
        Problems.Is("invalid_credentials", await _client.LoginAsync(user.Account));
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Account with { Password = chosen })).Status);
        var row = Assert.Single(await system.Database.AuditOfUserAsync(user.Id, AuditEvent.PasswordSetByOperator));
        Assert.Equal("ticket 4711", row.Reason);
        Assert.True(await system.Database.ScalarAsync<bool>(
            "SELECT password_changed_at > created_at FROM users WHERE id = $1", user.Id));
    }

    [Fact]
    public async Task A_new_password_ends_pending_challenges_and_keeps_the_second_factor()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        var chosen = NewUser.StrongPassword();

        Assert.Equal(0, (await SetAsync(user.User, chosen)).ExitCode);

        var late = await user.Client.CompleteAsync(challenge, await user.UnusedCodeAsync());
        Assert.Equal("invalid_temp_token", late.Code);
        var signedIn = await user.Client.LoginAsync(user.User.Account with { Password = chosen });
        Assert.True(signedIn.Json.GetProperty("two_fa_required").GetBoolean());
    }

    [Fact]
    public async Task A_disabled_account_stays_disabled()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync("UPDATE users SET is_active = false WHERE id = $1", user.Id);
        var chosen = NewUser.StrongPassword();

        Assert.Equal(0, (await SetAsync(user, chosen)).ExitCode);

        Problems.Is("account_disabled", await _client.LoginAsync(user.Account with { Password = chosen }));
    }

    [Fact]
    public async Task A_weak_password_changes_nothing()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var refused = await SetAsync(user, user.Account.Email);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("contains_personal_data", refused.Messages, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(user.AccessToken)).Status);
        Assert.Empty(await system.Database.AuditOfUserAsync(user.Id, ActorKind.Operator));
    }

    private Task<CliResult> CreateAsync(NewUser user, params string[] more) => PipeAsync(
        user.Password, ["users", "create", user.Email, "--password-stdin", "--output", "json", .. more]);

    private Task<CliResult> SetAsync(SignedInUser user, string password, params string[] more) => PipeAsync(
        password, ["users", "set-password", user.Account.Email, "--password-stdin", "--yes", "--output", "json", .. more]);

    private Task<CliResult> PipeAsync(string password, params string[] arguments) => Cli.RunAsync(
        new Dictionary<string, string>(system.Settings.ForOperators()) { ["Passwords__BcryptWorkFactor"] = "4" },
        password + "\n",
        arguments);

    private async Task LockAsync(string email)
    {
        for (var guess = 0; guess < 5; guess++)
        {
            await _client.LoginAsync(email, "not the password");
        }

        Problems.Is("account_locked", await _client.LoginAsync(email, "not the password"));
    }

    private Task<long> UsersWithAsync(string email) =>
        system.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", email);

    private static IEnumerable<string> Members(CliResult result) => result.Json.EnumerateObject().Select(member => member.Name);
}
