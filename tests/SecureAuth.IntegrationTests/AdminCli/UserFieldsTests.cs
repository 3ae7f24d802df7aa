using System.Security.Cryptography;
using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary>Configured fields as operators see and set them.</summary>
[Collection(nameof(CustomApis))]
public sealed class UserFieldsTests(TestSystem system, CustomApis custom)
{
    private const string IdentityHash = "AQAAAAEAACcQAAAAEAABAgMEBQYHCAkKCwwNDg+QfeipvD4Q7F5HBD8ltLo9vGBWp7SzRHeQiXLHAgpA/g==";

    [Fact]
    public async Task A_field_is_set_once_and_recorded_without_its_value()
    {
        var user = await custom.NewClient().CreateAsync();

        var planned = await RunAsync("users", "set-field", user.Account.Email, "floor", "4", "--dry-run", "--output", "json");
        var set = await RunAsync(
            "users", "set-field", user.Account.Email, "floor", "4", "--reason", "ticket 1", "--output", "json");
        var again = await RunAsync("users", "set-field", user.Account.Email, "floor", "4", "--output", "json");
        var removed = await RunAsync("users", "set-field", user.Account.Email, "floor", "--remove", "--output", "json");

        Assert.Equal([0, 0, 0, 0], new[] { planned, set, again, removed }.Select(result => result.ExitCode));
        Assert.Equal(
            [true, true, false, true],
            new[] { planned, set, again, removed }.Select(result => result.Json.GetProperty("changed").GetBoolean()));
        var rows = await system.Database.AuditOfUserAsync(user.Id, ActorKind.Operator);
        Assert.All(rows, row => Assert.Equal(AuditEvent.UserFieldSet, row.Event));
        Assert.Equal(["field=floor ticket 1", "field=floor"], rows.Select(row => row.Reason));
    }

    [Theory]
    [InlineData("floor", "high")]
    [InlineData("remote", "yes")]
    [InlineData("born", "yesterday")]
    [InlineData("department", "<b>")]
    [InlineData("unknown", "1")]
    public async Task A_value_that_is_not_as_configured_is_refused_and_not_repeated(string name, string value)
    {
        var user = await custom.NewClient().CreateAsync();

        var refused = await RunAsync("users", "set-field", user.Account.Email, name, value);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(name, refused.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain(value == "1" ? "'1'" : value, refused.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_former_field_is_shown_and_can_be_removed()
    {
        var user = await custom.NewClient().CreateAsync();
        await system.Database.ExecuteAsync(
            """UPDATE users SET fields = '{"company":"Acme","former":"kept"}' WHERE id = $1""", user.Id);

        var shown = await RunAsync("users", "show", user.Account.Email, "--output", "json");
        Assert.Equal("kept", shown.Json.GetProperty("fields").GetProperty("former").GetString());
        Assert.Equal("Acme", shown.Json.GetProperty("fields").GetProperty("company").GetString());
        Assert.Contains("kept", (await RunAsync("users", "show", user.Account.Email)).Output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("users", "set-field", user.Account.Email, "former", "new")).ExitCode);
        Assert.Equal(0, (await RunAsync("users", "set-field", user.Account.Email, "former", "--remove")).ExitCode);

        Assert.Equal(
            """{"company": "Acme"}""",
            await system.Database.ScalarAsync<string>("SELECT fields::text FROM users WHERE id = $1", user.Id));
    }

    [Fact]
    public async Task A_new_account_has_the_given_fields_and_name()
    {
        var user = NewUser.Create();
        var name = "g" + RandomNumberGenerator.GetHexString(10, lowercase: true);

        var created = await Cli.RunAsync(
            custom.ForOperators(), user.Password, "users", "create", user.Email, "--username", name, "--field", "department=A=B",
            "--field", "cost_centre=4711", "--password-stdin", "--output", "json");

        Assert.True(created.ExitCode == 0, created.ToString());
        Assert.Equal(
            """{"department": "A=B", "cost_centre": "4711"}""",
            await system.Database.ScalarAsync<string>("SELECT fields::text FROM users WHERE email = $1", user.Email));
        Assert.Equal(200, (int)(await custom.NewClient().LoginByNameAsync(name, user.Password)).Status);
        var refused = await Cli.RunAsync(
            custom.ForOperators(), user.Password, "users", "create", NewUser.Create().Email, "--field", "nothing=1",
            "--password-stdin");
        Assert.Equal(1, refused.ExitCode);
    }

    [Fact]
    public async Task An_import_takes_fields_and_refuses_lines_with_others()
    {
        var (first, second) = (NewUser.Create().Email, NewUser.Create().Email);
        string[] lines =
        [
            JsonSerializer.Serialize(
                new { email = first, password_hash = IdentityHash, fields = new { company = "Äcme", floor = 2 } }),
            JsonSerializer.Serialize(new { email = second, password_hash = IdentityHash, fields = new { floor = "two" } }),
        ];

        var imported = await Cli.RunAsync(
            custom.ForOperators(), string.Join('\n', lines), "users", "import", "-", "--yes", "--output", "json");

        Assert.Equal(1, imported.ExitCode);
        Assert.Contains("line 2 was refused: fields: floor must be", imported.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("two", imported.Messages, StringComparison.Ordinal);
        Assert.Equal(
            """{"floor": 2, "company": "Äcme"}""",
            await system.Database.ScalarAsync<string>("SELECT fields::text FROM users WHERE email = $1", first));
        Assert.Equal(0L, await system.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", second));
    }

    [Fact]
    public async Task Without_fields_nothing_is_shown()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());

        var shown = await Cli.RunAsync(system.Settings, "users", "show", user.Account.Email, "--output", "json");

        Assert.False(shown.Json.TryGetProperty("fields", out _));
        Assert.False(shown.Json.TryGetProperty("username", out _));
    }

    private Task<CliResult> RunAsync(params string[] arguments) => Cli.RunAsync(custom.ForOperators(), "", arguments);
}
