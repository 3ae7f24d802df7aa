using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary>The accounts for developers, which <c>migrate</c> creates.</summary>
public sealed class SeedTests(TestSystem system)
{
    private const int Migrations = 4;

    private readonly NewUser _ann = NewUser.Create();

    [Fact]
    public async Task Migrations_side_by_side_create_an_account_once_and_it_can_sign_in()
    {
        await using var own = await OwnDatabase.CreateAsync(system);

        var results = await Task.WhenAll(Enumerable.Range(0, Migrations).Select(_ => MigrateAsync(own)));
        var again = await MigrateAsync(own);

        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.ToString()));
        Assert.Equal([_ann.Email], results.SelectMany(CreatedBy));
        Assert.Empty(CreatedBy(again));
        var row = Assert.Single(await own.Database.RowsAsync(
            """
            SELECT u.email_verified, u.display_name,
                (SELECT string_agg(r.name, ' ' ORDER BY r.name) FROM user_roles m JOIN roles r ON r.id = m.role_id
                WHERE m.user_id = u.id) AS roles
            FROM users u
            """));
        Assert.Equal(true, row["email_verified"]);
        Assert.Equal(_ann.DisplayName, row["display_name"]);
        Assert.Equal("admin buyer", row["roles"]);
        Assert.Equal(1L, await own.Database.AuditCountWhereAsync(
            "event = $1 AND actor_kind = $2 AND reason = 'Seed__Users'", AuditEvent.UserCreated, ActorKind.Operator));

        await using var api = await own.StartApiAsync();
        Assert.Equal(HttpStatusCode.OK, (await new TestClient(api).LoginAsync(_ann)).Status);
    }

    [Fact]
    public async Task An_account_that_exists_is_left_as_it_is()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        await using var api = await own.StartApiAsync();
        var client = new TestClient(api);
        var other = _ann with { Password = NewUser.StrongPassword() };
        Assert.Equal(HttpStatusCode.Created, (await client.RegisterAsync(other)).Status);

        var result = await MigrateAsync(own);

        Assert.Empty(CreatedBy(result));
        Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(other)).Status);
        Assert.Equal(0L, await own.Database.ScalarAsync<long>("SELECT count(*) FROM user_roles"));
    }

    [Theory]
    [InlineData("Testing")]
    [InlineData("Production")]
    public async Task Outside_Development_the_migration_refuses_the_accounts_before_it_changes_anything(string environment)
    {
        await using var own = await OwnDatabase.CreateEmptyAsync(system);

        var result = await MigrateAsync(own, settings => settings["DOTNET_ENVIRONMENT"] = environment);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            "Seed__Users is '1 accounts'; allowed: none outside Development", result.Messages, StringComparison.Ordinal);
        await IsUntouchedAsync(own, result);
    }

    [Fact]
    public async Task Outside_Development_the_API_refuses_to_start()
    {
        var settings = system.Settings.ForApi();
        AddAnn(settings);

        var (exitCode, lines) = await ApiProcess.RefuseAsync(settings);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Seed__Users ", Assert.Single(lines), StringComparison.Ordinal);
        Assert.DoesNotContain(_ann.Password, lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_weak_password_is_refused_before_anything_is_changed()
    {
        await using var own = await OwnDatabase.CreateEmptyAsync(system);

        var result = await MigrateAsync(own, settings => settings["Seed__Users__0__Password"] = "password1234");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(
            "Seed__Users__0__Password does not meet the password policy: ", result.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("password1234", result.ToString(), StringComparison.Ordinal);
        await IsUntouchedAsync(own, result);
    }

    [Fact]
    public async Task An_account_has_a_username_and_fields()
    {
        await using var own = await OwnDatabase.CreateAsync(system);

        var result = await MigrateAsync(own, settings =>
        {
            AddMembers(settings);
            settings["Seed__Users__0__Username"] = "Ann7";
            settings["Seed__Users__0__Fields__0__Name"] = "seats";
            settings["Seed__Users__0__Fields__0__Value"] = "12";
        });

        Assert.Equal([_ann.Email], CreatedBy(result));
        Assert.Equal("ann7", await own.Database.ScalarAsync<string>("SELECT name FROM usernames"));
        Assert.Equal("""{"seats": 12}""", await own.Database.ScalarAsync<string>("SELECT fields::text FROM users"));
    }

    [Theory]
    [InlineData(true, "Fields__0__Name", "seats", "Seed__Users__0__Fields cannot be used: ")]
    [InlineData(true, "Fields__0__Name", "rooms", "Seed__Users__0__Fields cannot be used: no field rooms is configured here")]
    [InlineData(false, "Username", "ann", "Seed__Users__0__Username cannot be used: Accounts__Usernames is Off here")]
    public async Task A_member_that_nobody_configured_is_refused_before_anything_is_changed(
        bool isConfigured, string member, string value, string problem)
    {
        await using var own = await OwnDatabase.CreateEmptyAsync(system);

        var result = await MigrateAsync(own, settings =>
        {
            if (isConfigured)
            {
                AddMembers(settings);
                settings["Seed__Users__0__Fields__0__Value"] = "many";
            }

            settings[$"Seed__Users__0__{member}"] = value;
        });

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(problem, result.Messages, StringComparison.Ordinal);
        await IsUntouchedAsync(own, result);
    }

    [Fact]
    public async Task A_dry_run_names_the_accounts_with_and_without_a_schema()
    {
        await using var empty = await OwnDatabase.CreateEmptyAsync(system);
        await using var migrated = await OwnDatabase.CreateAsync(system);

        foreach (var own in (OwnDatabase[])[empty, migrated])
        {
            Assert.Equal([_ann.Email], CreatedBy(await MigrateAsync(own, options: "--dry-run")));
        }

        Assert.Equal(0L, await migrated.Database.ScalarAsync<long>("SELECT count(*) FROM users"));
    }

    [Fact]
    public async Task The_password_may_be_in_a_file()
    {
        await using var own = await OwnDatabase.CreateAsync(system);
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, _ann.Password + "\n", TestContext.Current.CancellationToken);
        try
        {
            var result = await MigrateAsync(own, settings =>
            {
                settings.Remove("Seed__Users__0__Password");
                settings["Seed__Users__0__Password__File"] = file;
            });

            Assert.Equal([_ann.Email], CreatedBy(result));
        }
        finally
        {
            File.Delete(file);
        }

        await using var api = await own.StartApiAsync();
        Assert.Equal(HttpStatusCode.OK, (await new TestClient(api).LoginAsync(_ann)).Status);
    }

    [Fact]
    public async Task Without_accounts_the_output_does_not_mention_any()
    {
        await using var own = await OwnDatabase.CreateAsync(system);

        var result = await own.MigrateAsync("--output", "json");

        Assert.False(result.Json.TryGetProperty("users", out _));
    }

    private static IEnumerable<string?> CreatedBy(CliResult result) =>
        result.Json.GetProperty("users").EnumerateArray().Select(user => user.GetString());

    private async Task IsUntouchedAsync(OwnDatabase own, CliResult result)
    {
        Assert.DoesNotContain(_ann.Password, result.ToString(), StringComparison.Ordinal);
        Assert.Equal(0L, await own.Database.ScalarAsync<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    private Task<CliResult> MigrateAsync(
        OwnDatabase own, Action<Dictionary<string, string>>? change = null, params string[] options)
    {
        var settings = own.Settings.ForMigration();
        settings["DOTNET_ENVIRONMENT"] = "Development";
        AddAnn(settings);
        change?.Invoke(settings);
        return Cli.RunAsync(settings, "", ["migrate", "--output", "json", .. options]);
    }

    private static void AddMembers(Dictionary<string, string> settings)
    {
        settings["Accounts__Usernames"] = "Optional";
        settings["Accounts__Fields__0__Name"] = "seats";
        settings["Accounts__Fields__0__Type"] = "integer";
    }

    private void AddAnn(Dictionary<string, string> settings)
    {
        settings["Seed__Users__0__Email"] = _ann.Email;
        settings["Seed__Users__0__Password"] = _ann.Password;
        settings["Seed__Users__0__DisplayName"] = _ann.DisplayName!;
        settings["Seed__Users__0__Roles__0"] = "buyer";
        settings["Seed__Users__0__Roles__1"] = "admin";
    }
}
