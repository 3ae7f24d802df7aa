using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

/// <summary><c>users invite</c> and <c>users uninvite</c> as an operator sees them.</summary>
public sealed class InviteTests(TestSystem system)
{
    [Fact]
    public async Task An_invitation_says_what_it_does_and_a_dry_run_says_the_same_and_does_nothing()
    {
        var (email, role) = (NewUser.Create().Email, TestRole.New());

        var dry = await RunAsync("users", "invite", email, "--role", role, "--dry-run");
        Assert.Equal(0, await RowsAsync(email));
        Assert.Equal(0, await system.Database.ScalarAsync<long>("SELECT count(*) FROM roles WHERE name = $1", role));
        var done = await RunAsync("users", "invite", email, "--role", role);
        var again = await RunAsync("users", "invite", email);

        IsInvited(dry, email, role, roleCreated: true, replaced: false, dryRun: true);
        IsInvited(done, email, role, roleCreated: true, replaced: false);
        IsInvited(again, email, null, roleCreated: false, replaced: true);
        Assert.Equal(1, await RowsAsync(email));
    }

    [Fact]
    public async Task The_text_output_says_what_happens()
    {
        var (email, role) = (NewUser.Create().Email, TestRole.New());

        var dry = await Cli.SucceedAsync(system.Settings, "users", "invite", email, "--role", role, "--dry-run");
        var done = await Cli.SucceedAsync(system.Settings, "users", "invite", email, "--role", role);
        var again = await Cli.SucceedAsync(system.Settings, "users", "invite", email);

        Assert.Contains($"Would invite {email} with the new role {role}", Words(dry), StringComparison.Ordinal);
        Assert.Contains(
            $"Invited {email} with the new role {role}; the API sends the mail", Words(done), StringComparison.Ordinal);
        Assert.Contains($"Invited {email}, instead of an earlier invitation", Words(again), StringComparison.Ordinal);
        Assert.DoesNotContain("saot_", done.Output + done.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_has_an_account_is_not_invited()
    {
        var user = await NewUser.RegisterAsync(system.NewClient());

        var result = await Cli.RunAsync(system.Settings, "users", "invite", user.Email.ToUpperInvariant());

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("already exists", result.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("users", "invite", "nobody")]
    [InlineData("users", "invite", "ann@example.com", "--role", "two words")]
    [InlineData("users", "uninvite", "nobody")]
    public async Task A_wrong_address_or_role_is_wrong_usage(params string[] arguments) =>
        Assert.Equal(2, (await Cli.RunAsync(system.Settings, arguments)).ExitCode);

    [Fact]
    public async Task Nobody_is_invited_where_registration_is_closed()
    {
        var settings = new Dictionary<string, string>(system.Settings.ForOperators()) { ["Accounts__Registration"] = "closed" };

        var result = await Cli.RunAsync(settings, "", "users", "invite", NewUser.Create().Email);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Accounts__Registration is Closed", result.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_invitation_is_withdrawn_once_with_one_row()
    {
        var email = NewUser.Create().Email;
        await Cli.SucceedAsync(system.Settings, "users", "invite", email);
        var id = await system.Database.ScalarAsync<Guid>("SELECT id FROM invitations WHERE email = $1", email);

        var dry = await RunAsync("users", "uninvite", email, "--dry-run");
        Assert.Equal(1, await RowsAsync(email));
        var done = await RunAsync("users", "uninvite", email, "--reason", "wrong address");
        var again = await Cli.RunAsync(system.Settings, "users", "uninvite", email);

        Assert.True(dry.Json.GetProperty("dry_run").GetBoolean());
        Assert.True(done.Json.GetProperty("changed").GetBoolean());
        Assert.Equal(0, await RowsAsync(email));
        Assert.Equal(3, again.ExitCode);
        var row = Assert.Single(await system.Database.AuditWhereAsync(
            "event = $1 AND reason LIKE $2", AuditEvent.InvitationWithdrawn, $"%{id}%"));
        Assert.Equal($"invitation={id} wrong address", row.Reason);
    }

    [Fact]
    public async Task Open_invitations_are_listed_newest_first()
    {
        var (first, second, role) = (NewUser.Create().Email, NewUser.Create().Email, TestRole.New());
        await Cli.SucceedAsync(system.Settings, "users", "invite", first);
        await Cli.SucceedAsync(system.Settings, "users", "invite", second, "--role", role);

        var listed = (await RunAsync("users", "invitations", "--limit", "1000")).Json.GetProperty("invitations")
            .EnumerateArray().Where(i => i.GetProperty("email").GetString() is { } email && (email == first || email == second))
            .ToList();

        Assert.Equal([second, first], listed.Select(invitation => invitation.GetProperty("email").GetString()));
        Assert.Equal(role, listed[0].GetProperty("role").GetString());
        Assert.Equal(JsonValueKind.Null, listed[0].GetProperty("invited_by").ValueKind);
        var table = await Cli.SucceedAsync(system.Settings, "users", "invitations");
        Assert.Contains(second, table.Output, StringComparison.Ordinal);
    }

    private Task<CliResult> RunAsync(params string[] arguments) =>
        Cli.SucceedAsync(system.Settings, [.. arguments, "--output", "json"]);

    private Task<long> RowsAsync(string email) =>
        system.Database.ScalarAsync<long>("SELECT count(*) FROM invitations WHERE email = $1", email);

    private static string Words(CliResult result) =>
        string.Join(' ', result.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static void IsInvited(
        CliResult result, string email, string? role, bool roleCreated, bool replaced, bool dryRun = false)
    {
        var expected = JsonSerializer.SerializeToElement(
            new { email, role, role_created = roleCreated, replaced, dry_run = dryRun });
        Assert.True(JsonElement.DeepEquals(expected, result.Json), result.ToString());
    }
}
