using System.Net;
using System.Text.Json;
using SecureAuth.Core.Accounts;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Usernames;

/// <summary>Usernames where they are optional.</summary>
[Collection(nameof(CustomApis))]
public sealed class UsernameTests(TestSystem system, CustomApis custom)
{
    private readonly TestClient _client = custom.NewClient();

    [Fact]
    public async Task A_user_registers_with_a_name_and_signs_in_with_it()
    {
        var name = NewUser.Username();
        var user = await _client.CreateAsync(username: "X" + name.ToUpperInvariant());

        var signedIn = await _client.LoginByNameAsync("x" + name.ToUpperInvariant(), user.Account.Password);

        Assert.Equal(HttpStatusCode.OK, signedIn.Status);
        var me = await _client.MeAsync(signedIn["access_token"]);
        Assert.Equal("x" + name, me["username"]);
        Assert.Equal(user.Account.Email, me["email"]);
        var export = await _client.GetAsync("/api/v1/users/me/export", user.AccessToken);
        Assert.Equal("x" + name, export.Json.GetProperty("user").GetProperty("username").GetString());
        Assert.Null(Jwt.Read(signedIn["access_token"]).Claims["username"]);
        Problems.Is("invalid_credentials", await _client.LoginByNameAsync("x" + name, NewUser.StrongPassword()));
    }

    [Fact]
    public async Task A_user_may_do_without_a_name()
    {
        var user = await _client.CreateAsync();

        Assert.Equal(JsonValueKind.Null, (await _client.MeAsync(user.AccessToken)).Json.GetProperty("username").ValueKind);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1ann")]
    [InlineData("ann@example.com")]
    [InlineData("ann lee")]
    [InlineData("аnn")]
    [InlineData("")]
    [InlineData("a123456789012345678901234567890")]
    public async Task A_name_that_breaks_the_rule_is_refused(string name)
    {
        Problems.IsInvalid(
            "username", await _client.RegisterAsync(NewUser.Create(), new { company = "Acme" }, name));
        Problems.IsInvalid("username", await _client.LoginByNameAsync(name, "a password"));
    }

    [Fact]
    public async Task A_sign_in_names_either_the_address_or_the_username()
    {
        Problems.IsInvalid("username", await _client.PostAsync(
            "/api/v1/auth/login", new { email = "ann@users.test", username = "ann", password = "a password" }));
        Problems.IsInvalid("email", await _client.PostAsync("/api/v1/auth/login", new { password = "a password" }));
    }

    [Fact]
    public async Task A_name_that_looks_like_a_taken_one_is_taken()
    {
        var name = NewUser.Username();
        await _client.CreateAsync(username: $"mo.{name}");
        var other = await _client.CreateAsync(username: $"z{name}");

        foreach (var alike in new[] { $"mo.{name}", $"MO.{name}", $"m0{name}", $"rno_{name}" })
        {
            var user = NewUser.Create();
            var refused = await _client.RegisterAsync(user, new { company = "Acme" }, alike);

            Problems.Is("conflict", refused);
            Problems.Is("invalid_credentials", await _client.LoginAsync(user));
            var row = Assert.Single(await system.Database.AuditOfRequestAsync(refused));
            Assert.Equal((AuditEvent.RegistrationRefused, "username_taken"), (row.Event, row.Reason));
            Problems.Is("conflict", await RenameAsync(other, alike));
        }

        Problems.Is("invalid_credentials", await _client.LoginByNameAsync($"m0{name}", other.Account.Password));
        Assert.Equal($"z{name}", (await _client.MeAsync(other.AccessToken))["username"]);
    }

    [Fact]
    public async Task Of_fifty_registrations_with_names_that_look_alike_one_succeeds()
    {
        var name = NewUser.Username();

        var responses = await custom.RaceAsync(_client, (client, i) => client.RegisterAsync(
            NewUser.Create(), new { company = "Acme" }, i % 2 == 0 ? $"mo{name}" : $"m0.{name}"));

        Assert.Single(responses, response => response.Status == HttpStatusCode.Created);
        Assert.Equal(responses.Count - 1, responses.Count(response => response.Code == "conflict"));
    }

    [Fact]
    public async Task Of_fifty_users_who_take_a_name_one_gets_it()
    {
        var name = NewUser.Username();
        var users = await Task.WhenAll(Enumerable.Range(0, Race.Callers / 5).Select(_ => _client.CreateAsync()));

        var responses = await custom.RaceAsync(_client, (client, i) => client.PatchAsync(
            users[i % users.Length].AccessToken, $$"""{"username":"w{{name}}"}"""));

        var winner = Assert.Single(responses.Where(r => r.Status == HttpStatusCode.OK).Select(r => r["id"]).Distinct());
        Assert.Equal(1L, await system.Database.ScalarAsync<long>("SELECT count(*) FROM usernames WHERE name = $1", "w" + name));
        Assert.Equal(1L, await system.Database.ScalarAsync<long>(
            "SELECT count(*) FROM usernames WHERE user_id = $1", Guid.Parse(winner)));
    }

    [Fact]
    public async Task A_user_changes_the_name_and_the_former_one_is_free()
    {
        var (former, next) = ("a" + NewUser.Username(), "b" + NewUser.Username());
        var user = await _client.CreateAsync(username: former);

        var changed = await RenameAsync(user, next);

        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.Equal(next, changed["username"]);
        Assert.NotEqual(changed["created_at"], changed["updated_at"]);
        Problems.Is("invalid_credentials", await _client.LoginByNameAsync(former, user.Account.Password));
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginByNameAsync(next, user.Account.Password)).Status);
        await _client.CreateAsync(username: former);
    }

    [Fact]
    public async Task A_change_of_the_name_is_recorded_and_the_same_name_again_is_not()
    {
        var name = NewUser.Username();
        var user = await _client.CreateAsync(username: "a" + name);

        var changed = await RenameAsync(user, "b" + name);
        var again = await RenameAsync(user, "b" + name);

        var row = Assert.Single(await system.Database.AuditOfRequestAsync(changed));
        Assert.Equal((AuditEvent.UsernameChanged, (string?)null), (row.Event, row.Reason));
        Assert.Equal((HttpStatusCode.OK, "b" + name), (again.Status, again["username"]));
        Assert.Empty(await system.Database.AuditOfRequestAsync(again));
    }

    [Fact]
    public async Task A_user_removes_the_name()
    {
        var name = NewUser.Username();
        var user = await _client.CreateAsync(username: name);

        var removed = await RemoveAsync(user);

        Assert.Equal(JsonValueKind.Null, removed.Json.GetProperty("username").ValueKind);
        Assert.Equal(AuditEvent.UsernameChanged, Assert.Single(await system.Database.AuditOfRequestAsync(removed)).Event);
        Problems.Is("invalid_credentials", await _client.LoginByNameAsync(name, user.Account.Password));
    }

    [Fact]
    public async Task A_mail_tells_of_each_change_of_the_name_without_the_name()
    {
        var (former, next) = ("a" + NewUser.Username(), "b" + NewUser.Username());
        var user = await _client.CreateAsync(username: former);
        var mails = system.MailboxOf(user.Account.Email);

        await RenameAsync(user, next);
        var notice = await mails.WaitAsync(MailSubjects.UsernameChanged);
        Assert.DoesNotContain(next, notice.Text + notice.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(former, notice.Text + notice.Html, StringComparison.Ordinal);
        Assert.Contains(_client.Address, notice.Text, StringComparison.Ordinal);

        await RemoveAsync(user);
        await mails.WaitAsync(MailSubjects.UsernameRemoved);

        await RenameAsync(user, next);
        var first = await mails.WaitAsync(MailSubjects.UsernameSet);
        Assert.DoesNotContain("former", first.Text + first.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_users_cannot_exchange_their_names_and_do_not_wait_for_each_other()
    {
        var (one, other) = ("a" + NewUser.Username(), "b" + NewUser.Username());
        SignedInUser[] users = [await _client.CreateAsync(username: one), await _client.CreateAsync(username: other)];

        var responses = await custom.RaceAsync(_client, (client, i) => client.PatchAsync(
            users[i % 2].AccessToken, $$"""{"username":"{{(i % 2 == 0 ? other : one)}}"}"""));

        Assert.All(responses, response => Problems.Is("conflict", response));
    }

    [Fact]
    public async Task A_change_of_the_name_needs_a_recent_authentication()
    {
        var user = await (await _client.CreateAsync()).StaleAsync(system);

        Problems.Is("reauthentication_required", await RenameAsync(user, "c" + NewUser.Username()));
        Assert.Equal(HttpStatusCode.OK, (await _client.PatchAsync(user.AccessToken, """{"display_name":"Ann"}""")).Status);
        await Eventually.IsTrueAsync(
            async () => (await system.Database.AuditOfUserAsync(user.Id, AuditEvent.AuthorizationRefused))
                .Any(row => row.Reason == "not_fresh"),
            "the refusal is recorded");
    }

    [Fact]
    public async Task A_change_of_the_name_needs_the_second_factor_of_a_user_who_has_one()
    {
        var user = await _client.CreateAsync();
        await system.Database.ExecuteAsync("UPDATE users SET totp_enabled = true WHERE id = $1", user.Id);

        Problems.Is("second_factor_required", await RenameAsync(user, "c" + NewUser.Username()));
    }

    [Theory]
    [InlineData(
        "UPDATE sessions SET revoked_at = now(), revoked_reason = 1, revoked_xid = pg_current_xact_id() WHERE user_id = $1",
        "invalid_token")]
    [InlineData("UPDATE users SET totp_enabled = true WHERE id = $1", "second_factor_required")]
    public async Task A_change_of_the_name_that_waited_for_another_of_the_account_is_refused(string change, string code)
    {
        var name = "a" + NewUser.Username();
        var user = await _client.CreateAsync(username: name);
        await using var held = await HeldAccount.CreateAsync(system, user.Id);

        Problems.Is(code, await held.ChangeDuringAsync(() => RenameAsync(user, "b" + NewUser.Username()), change, user.Id));

        Assert.Equal(1L, await system.Database.ScalarAsync<long>("SELECT count(*) FROM usernames WHERE name = $1", name));
    }

    [Fact]
    public async Task A_deletion_frees_the_name()
    {
        var name = "d" + NewUser.Username();
        var user = await _client.CreateAsync(username: name);

        var deleted = await _client.CallAsync(HttpMethod.Delete, "/api/v1/users/me", null, user.AccessToken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);

        Assert.Equal(0L, await system.Database.ScalarAsync<long>("SELECT count(*) FROM usernames WHERE name = $1", name));
        await _client.CreateAsync(username: name);
    }

    [Fact]
    public async Task A_password_with_the_name_in_it_is_weak()
    {
        var name = NewUser.Username();
        var user = NewUser.Create() with { Password = $"{NewUser.StrongPassword()} {name}" };

        Problems.Is("weak_password", await _client.RegisterAsync(user, new { company = "Acme" }, name));
    }

    [Fact]
    public async Task A_later_password_must_not_have_the_name_in_it_either()
    {
        var name = NewUser.Username();
        var user = await _client.CreateAsync(username: name);
        var weak = $"{NewUser.StrongPassword()} {name}";

        var changed = await _client.ChangePasswordAsync(user.AccessToken, user.Account.Password, weak);
        await _client.ForgotAsync(user.Account.Email);
        var mail = await system.MailboxOf(user.Account.Email).WaitAsync(MailSubjects.Reset);
        var reset = await _client.ResetAsync(mail.Token, weak);
        var byOperator = await Cli.RunAsync(
            custom.ForOperators(), weak, "users", "set-password", name, "--password-stdin", "--yes");

        Assert.All([changed, reset], response =>
        {
            Problems.Is("weak_password", response);
            Assert.Contains("contains_personal_data", response.ErrorsOf("password"));
        });
        Assert.Equal(1, byOperator.ExitCode);
        Assert.Contains("contains_personal_data", byOperator.Messages, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginByNameAsync(name, user.Account.Password)).Status);
    }

    [Fact]
    public async Task An_operator_gives_a_name_and_finds_the_user_by_it()
    {
        var name = NewUser.Username();
        var user = await _client.CreateAsync();

        await SetAsync(user.Account.Email, name);
        var shown = await Cli.SucceedAsync(custom.ForOperators(), "users", "show", name, "--output", "json");

        Assert.Equal(user.Id.ToString(), shown.Json.GetProperty("id").GetString());
        Assert.Equal(name, shown.Json.GetProperty("username").GetString());
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginByNameAsync(name, user.Account.Password)).Status);
    }

    [Fact]
    public async Task An_operator_cannot_give_a_name_that_is_taken()
    {
        var taken = NewUser.Username();
        var user = await _client.CreateAsync();
        await _client.CreateAsync(username: taken);

        var refused = await Cli.RunAsync(
            custom.ForOperators(), "", "users", "set-username", user.Account.Email, taken);

        Assert.Equal(1, refused.ExitCode);
        Assert.Equal(JsonValueKind.Null, (await _client.MeAsync(user.AccessToken)).Json.GetProperty("username").ValueKind);
        Assert.Empty(await system.Database.AuditOfUserAsync(user.Id, AuditEvent.UsernameSetByOperator));
    }

    [Fact]
    public async Task An_operator_removes_a_name_and_each_change_is_recorded_with_its_reason()
    {
        var name = NewUser.Username();
        var user = await _client.CreateAsync();

        await SetAsync(user.Account.Email, name, "--reason", "asked for it");
        await SetAsync(name, "--remove");

        Problems.Is("invalid_credentials", await _client.LoginByNameAsync(name, user.Account.Password));
        var rows = await system.Database.AuditOfUserAsync(user.Id, AuditEvent.UsernameSetByOperator);
        Assert.Equal(["asked for it", null], rows.Select(row => row.Reason));
    }

    [Fact]
    public async Task A_mail_tells_of_each_change_of_the_name_by_an_operator()
    {
        var name = NewUser.Username();
        var user = await _client.CreateAsync();
        var mails = system.MailboxOf(user.Account.Email);

        await SetAsync(user.Account.Email, name);
        Assert.Contains("an operator has set", (await mails.WaitAsync(MailSubjects.UsernameSet)).Text, StringComparison.Ordinal);

        await SetAsync(name, "--remove");
        var notice = await mails.WaitAsync(MailSubjects.UsernameRemoved);
        Assert.Contains("an operator has removed", notice.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imported_users_sign_in_with_their_names_and_those_whose_name_is_taken_with_their_addresses()
    {
        const string Password = "violet anvil tuesday";
        var (taken, free) = ("g" + NewUser.Username(), "h" + NewUser.Username());
        await _client.CreateAsync(username: taken);
        string[] emails = [.. Enumerable.Range(0, 4).Select(_ => NewUser.Create().Email)];
        var hash = BCrypt.Net.BCrypt.HashPassword(Password, 4);
        string?[] names = ["a", "G" + taken[1..], free.ToUpperInvariant(), $"{free[0]}.{free[1..]}"];
        var lines = "\n" + string.Join('\n', emails.Zip(names).Select(
            user => JsonSerializer.Serialize(new { email = user.First, password_hash = hash, username = user.Second })));

        var planned = await Cli.RunAsync(
            custom.ForOperators(), lines, "users", "import", "-", "--dry-run", "--output", "json");
        var imported = await Cli.RunAsync(custom.ForOperators(), lines, "users", "import", "-", "--yes", "--output", "json");

        foreach (var result in new[] { planned, imported })
        {
            Assert.Equal(1, result.ExitCode);
            Assert.Equal(3, result.Json.GetProperty("imported").GetInt32());
            Assert.Equal(1, result.Json.GetProperty("refused").GetInt32());
            Assert.Equal(2, result.Json.GetProperty("usernames_taken").GetInt32());
            Assert.Contains("line 2 was refused: username must have 3 to 30", result.Messages, StringComparison.Ordinal);
            Assert.Contains("line 3: its username, or one that looks", result.Messages, StringComparison.Ordinal);
            Assert.Contains("line 5: its username, or one that looks", result.Messages, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginByNameAsync(free, Password)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(emails[1], Password)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(emails[3], Password)).Status);
        Problems.Is("invalid_credentials", await _client.LoginByNameAsync(taken, Password));
        Assert.Contains(
            "Accounts__Usernames is Off here",
            (await Cli.RunAsync(system.Settings.ForOperators(), lines, "users", "import", "-", "--yes")).Messages,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_takes_a_name_whose_reservation_has_expired_and_no_other_reserved_one()
    {
        var (expired, reserved) = ("m" + NewUser.Username(), "n" + NewUser.Username());
        await system.Database.ExecuteAsync(
            """
            INSERT INTO usernames (key, reserved_until) VALUES ($1, now() - interval '1 minute'), ($2, now() + interval '1 day')
            """,
            Username.KeyOf(expired), Username.KeyOf(reserved));
        var lines = string.Join('\n', new[] { expired, reserved }.Select(name => JsonSerializer.Serialize(
            new { email = NewUser.Create().Email, password_hash = BCrypt.Net.BCrypt.HashPassword("x", 4), username = name })));

        foreach (var option in new[] { "--dry-run", "--yes" })
        {
            var result = await Cli.RunAsync(custom.ForOperators(), lines, "users", "import", "-", option, "--output", "json");

            Assert.Equal(1, result.Json.GetProperty("usernames_taken").GetInt32());
            Assert.Contains("line 2: its username", result.Messages, StringComparison.Ordinal);
        }

        Assert.Equal(
            1L, await system.Database.ScalarAsync<long>("SELECT count(*) FROM usernames WHERE name = $1", expired));
    }

    [Fact]
    public async Task Of_several_lines_with_an_address_or_a_name_the_first_is_imported_in_any_batch()
    {
        const int Repeated = 1200;
        const string Password = "violet anvil tuesday";
        var hash = BCrypt.Net.BCrypt.HashPassword(Password, 4);
        var (first, name) = (NewUser.Create().Email, "k" + NewUser.Username());
        string[] others = [.. Enumerable.Range(0, Repeated).Select(_ => NewUser.Create().Email).Order(StringComparer.Ordinal)];
        var lines = string.Join('\n', others.Select((email, i) => LineOf(i % 2 == 0 ? email : first, name + i % 7))
            .Prepend(LineOf(first, name + "first")));

        var planned = await Cli.RunAsync(
            custom.ForOperators(), lines, "users", "import", "-", "--dry-run", "--output", "json");
        var imported = await Cli.RunAsync(custom.ForOperators(), lines, "users", "import", "-", "--yes", "--output", "json");

        foreach (var result in new[] { planned, imported })
        {
            Assert.Equal(Repeated / 2 + 1, result.Json.GetProperty("imported").GetInt32());
            Assert.Equal(Repeated / 2, result.Json.GetProperty("already_there").GetInt32());
            Assert.Equal(Repeated / 2 - 7, result.Json.GetProperty("usernames_taken").GetInt32());
        }

        var me = await _client.MeAsync((await _client.LoginByNameAsync(name + "first", Password))["access_token"]);
        Assert.Equal(first, me["email"]);
        me = await _client.MeAsync((await _client.LoginByNameAsync(name + "0", Password))["access_token"]);
        Assert.Equal(others[0], me["email"]);

        string LineOf(string email, string username) =>
            JsonSerializer.Serialize(new { email, password_hash = hash, username });
    }

    [Fact]
    public async Task Without_configuration_there_are_no_usernames()
    {
        var client = system.NewClient();
        var user = await SignedInUser.CreateAsync(client);

        Problems.IsInvalid("username", await client.LoginByNameAsync("ann", user.Account.Password));
        Problems.IsInvalid("username", await client.RegisterAsync(NewUser.Create(), username: "ann"));
        Problems.IsInvalid("username", await client.PatchAsync(user.AccessToken, """{"username":"ann"}"""));
        Assert.Equal(
            1, (await Cli.RunAsync(system.Settings, "users", "set-username", user.Account.Email, NewUser.Username())).ExitCode);
        Assert.False((await client.MeAsync(user.AccessToken)).Json.TryGetProperty("username", out _));
    }

    private Task<Response> RenameAsync(SignedInUser user, string name) =>
        _client.PatchAsync(user.AccessToken, $$"""{"username":"{{name}}"}""");

    private Task<Response> RemoveAsync(SignedInUser user) =>
        _client.PatchAsync(user.AccessToken, """{"username":null}""");

    private Task<CliResult> SetAsync(params string[] arguments) =>
        Cli.SucceedAsync(custom.ForOperators(), ["users", "set-username", .. arguments]);
}
