using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AdminCli;

public sealed class AuditListTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task Events_are_filtered_by_user_event_and_time_and_paged()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await _client.LoginAsync(user.Account.Email, "not the password");

        var all = await EventsAsync("--user", user.Account.Email);
        Assert.Equal(["sign_in_refused", "signed_in", "registered"], all);
        Assert.Equal(
            ["sign_in_refused", "registered"],
            await EventsAsync("--user", user.Id.ToString(), "--event", "registered", "--event", "sign_in_refused"));
        Assert.Equal(all, await EventsAsync("--user", user.Account.Email, "--since", "1h"));
        Assert.Empty(await EventsAsync("--user", user.Account.Email, "--until", "1h"));

        var first = await DoneAsync("audit", "list", "--user", user.Account.Email, "--limit", "2", "--output", "json");
        var next = first.Json.GetProperty("next_before").GetInt64();
        Assert.Equal(["registered"], await EventsAsync("--user", user.Account.Email, "--before", $"{next}"));
    }

    [Fact]
    public async Task The_events_of_a_deleted_user_are_found_by_the_id()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await DoneAsync("users", "delete", user.Account.Email, "--yes");

        Assert.Contains("user_deleted", await EventsAsync("--user", user.Id.ToString()));
        foreach (var unknown in new[] { user.Account.Email, "01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f" })
        {
            Assert.Equal(3, (await Cli.RunAsync(system.Settings, "audit", "list", "--user", unknown)).ExitCode);
        }
    }

    [Fact]
    public async Task A_mistyped_event_names_the_near_ones()
    {
        var result = await Cli.RunAsync(system.Settings, "audit", "list", "--event", "sign_in_refuse");

        Assert.Equal(2, result.ExitCode);
        Assert.Empty(result.Output);
        Assert.Contains("Did you mean sign_in_refused", result.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("json")]
    public async Task A_user_agent_cannot_control_the_terminal(string output)
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync(
            """
            INSERT INTO audit_events (event, outcome, actor_kind, trace_id, user_id, user_agent)
            VALUES (200, 1, 1, 'trace', $1, $2)
            """,
            user.Id,
            "\e]0;owned\a\u202e");

        var result = await DoneAsync("audit", "list", "--user", user.Id.ToString(), "--output", output);

        Assert.Contains(@"\u001b]0;owned\u0007\u202", result.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\e', result.Output);
        Assert.DoesNotContain('\u202e', result.Output);
    }

    [Fact]
    public async Task An_event_of_a_later_version_is_listed_with_its_number()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync(
            "INSERT INTO audit_events (event, outcome, actor_kind, trace_id, user_id) VALUES (9999, 1, 1, 'trace', $1)", user.Id);

        Assert.Equal("9999", (await EventsAsync("--user", user.Id.ToString()))[0]);
    }

    [Fact]
    public async Task To_watch_needs_a_terminal_or_json()
    {
        var result = await Cli.RunAsync(system.Settings, "audit", "list", "--watch");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--watch needs a terminal", Assert.Single(result.Messages.Trim().Split('\n')), StringComparison.Ordinal);
    }

    private async Task<string[]> EventsAsync(params string[] arguments)
    {
        var result = await DoneAsync(["audit", "list", "--output", "json", .. arguments]);
        return [.. result.Json.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("event").GetString()!)];
    }

    private Task<CliResult> DoneAsync(params string[] arguments) => Cli.SucceedAsync(system.Settings, arguments);
}
