using System.Net;
using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Users;

/// <summary><c>GET /users/me/activity</c>.</summary>
public sealed class ActivityTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_user_sees_what_happened_to_the_account_newest_first()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var attacker = system.NewClient();
        await attacker.LoginAsync(user.Account.Email, NewUser.StrongPassword());
        var refreshed = await user.RefreshedAsync();
        await Cli.SucceedAsync(
            system.Settings.ForOperators(), "tokens", "revoke", "--user", user.Account.Email, "--yes", "--reason", "phoned us");
        var again = await user.SignInAgainAsync();

        var response = await ListAsync(again);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        JsonAssert.HasExactly(response.Json, "events", "next_before");
        Assert.Equal(JsonValueKind.Null, response.Json.GetProperty("next_before").ValueKind);
        var events = Events(response);
        Assert.Equal(
            ["signed_in success", "device_added success", "user_sessions_revoked success", "sign_in_refused refused",
                "signed_in success", "registered success"],
            events.Select(e => $"{e.GetProperty("event").GetString()} {e.GetProperty("outcome").GetString()}"));
        Assert.All(
            events,
            e => JsonAssert.HasExactly(e, "id", "event", "outcome", "at", "ip", "user_agent", "session_id"));
        JsonAssert.IsRecentUtc(events[0].GetProperty("at"));
        Assert.Equal(again.SessionId.ToString(), events[0].GetProperty("session_id").GetString());
        Assert.Equal(_client.Address, events[0].GetProperty("ip").GetString());
        Assert.Equal("secureauth-tests/1.0", events[0].GetProperty("user_agent").GetString());
        Assert.Equal(attacker.Address, events[3].GetProperty("ip").GetString());

        // Nothing tells who the operator is.
        Assert.Equal(JsonValueKind.Null, events[2].GetProperty("ip").ValueKind);
        Assert.DoesNotContain("phoned us", response.Body, StringComparison.Ordinal);
        Assert.DoesNotContain($"@{Environment.MachineName}", response.Body, StringComparison.Ordinal);
        Assert.NotEqual(refreshed.SessionId, again.SessionId);
    }

    [Fact]
    public async Task The_pages_have_every_event_once()
    {
        var user = await SignedInUser.CreateAsync(_client);
        for (var i = 0; i < 4; i++)
        {
            await user.SignInAgainAsync(user.DeviceToken);
            await user.Client.RefreshAsync("sart_garbage");
        }

        var pages = new List<Response>();
        string? before = null;
        do
        {
            pages.Add(await ListAsync(user, $"?limit=2{before}"));
            before = pages[^1].Json.GetProperty("next_before") is { ValueKind: JsonValueKind.Number } next
                ? $"&before={next.GetInt64()}"
                : null;
        }
        while (before is not null);

        var all = Events(await ListAsync(user));
        Assert.Equal(6, all.Count);
        Assert.Equal(3, pages.Count);
        Assert.Equal(
            all.Select(e => e.GetProperty("id").GetInt64()),
            pages.SelectMany(Events).Select(e => e.GetProperty("id").GetInt64()));
    }

    [Fact]
    public async Task A_page_has_20_events_unless_the_client_asks_for_up_to_100()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync(
            """
            INSERT INTO audit_events (event, outcome, actor_kind, user_id, trace_id)
            SELECT 200, 1, 1, $1, '' FROM generate_series(1, 120)
            """,
            user.Id);

        Assert.Equal(20, Events(await ListAsync(user)).Count);
        Assert.Equal(100, Events(await ListAsync(user, "?limit=100")).Count);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=-1")]
    [InlineData("limit=101")]
    [InlineData("before=0")]
    [InlineData("before=-9223372036854775808")]
    public async Task A_number_out_of_range_is_refused(string query) =>
        Problems.IsInvalid(
            query[..query.IndexOf('=', StringComparison.Ordinal)],
            await ListAsync(await SignedInUser.CreateAsync(_client), "?" + query));

    [Theory]
    [InlineData("limit=ten")]
    [InlineData("limit=1.5")]
    [InlineData("limit=")]
    [InlineData("limit=1&limit=2")]
    [InlineData("before=99999999999999999999")]
    [InlineData("before=01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f")]
    public async Task A_value_that_is_no_number_is_refused(string query) =>
        Assert.Equal(
            "invalid_request", (await ListAsync(await SignedInUser.CreateAsync(_client), "?" + query)).Code);

    [Fact]
    public async Task Nobody_sees_the_events_of_others()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await SignedInUser.CreateAsync(_client);

        var events = Events(await ListAsync(other, "?before=9223372036854775807"));

        Assert.Equal(2, events.Count);
        Assert.DoesNotContain(events, e => e.GetProperty("session_id").GetString() == user.SessionId.ToString());
    }

    [Fact]
    public async Task An_event_of_a_later_version_has_no_number()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync(
            "INSERT INTO audit_events (event, outcome, actor_kind, user_id, trace_id) VALUES (9999, 1, 1, $1, '')", user.Id);

        Assert.Equal("unknown", Events(await ListAsync(user))[0].GetProperty("event").GetString());
    }

    private static Task<Response> ListAsync(SignedInUser user, string query = "") =>
        user.Client.GetAsync("/api/v1/users/me/activity" + query, user.AccessToken);

    private static List<JsonElement> Events(Response response) =>
        [.. response.Json.GetProperty("events").EnumerateArray()];
}
