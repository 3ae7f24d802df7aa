using System.Net.Http.Json;
using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Audit;

/// <summary>Each security event is one row, checked by its stored numbers and words, and one log line.</summary>
public sealed class AuditTests(TestSystem system)
{
    private const AuditOutcome Success = (AuditOutcome)1;
    private const AuditOutcome Refused = (AuditOutcome)2;

    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_registration_is_recorded()
    {
        var response = await _client.RegisterAsync(NewUser.Create());

        await IsOnlyAsync(response, 100, Success, Guid.Parse(response["id"]), null, null);
    }

    [Fact]
    public async Task A_refused_registration_is_recorded()
    {
        var user = NewUser.Create();
        await _client.RegisterAsync(user);

        await IsOnlyAsync(
            await _client.RegisterAsync(user with { Password = "short" }), 101, Refused, null, null, "weak_password");
        await IsOnlyAsync(await _client.RegisterAsync(user), 101, Refused, null, null, "email_taken");
    }

    [Fact]
    public async Task A_sign_in_is_recorded()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var response = await _client.LoginAsync(user.Account, user.DeviceToken);

        await IsOnlyAsync(response, 200, Success, user.Id, Guid.Parse(response["session_id"]), "pwd");
    }

    [Fact]
    public async Task A_refused_sign_in_is_recorded_with_the_reason_that_the_response_hides()
    {
        var user = await SignedInUser.CreateAsync(_client);

        await IsOnlyAsync(await _client.LoginAsync(NewUser.Create()), 201, Refused, null, null, "unknown_account");
        await IsOnlyAsync(
            await _client.LoginAsync(user.Account.Email, "not the password"), 201, Refused, user.Id, null, "wrong_password");
        await system.Database.ExecuteAsync("UPDATE users SET is_active = false WHERE id = $1", user.Id);
        await IsOnlyAsync(await _client.LoginAsync(user.Account), 201, Refused, user.Id, null, "disabled");
    }

    [Fact]
    public async Task A_lock_is_recorded_once_and_so_is_every_refusal()
    {
        var user = await SignedInUser.CreateAsync(_client);
        for (var guess = 1; guess < 5; guess++)
        {
            await _client.LoginAsync(user.Account.Email, "not the password");
        }

        var fifth = await system.Database.AuditOfRequestAsync(await _client.LoginAsync(user.Account.Email, "not the password"));
        Assert.Equal([(201, user.Id), (202, user.Id)], fifth.Select(row => ((int)row.Event, row.UserId!.Value)));
        await IsOnlyAsync(await _client.LoginAsync(user.Account), 201, Refused, user.Id, null, "locked");
    }

    [Fact]
    public async Task A_refresh_and_its_repetition_are_recorded()
    {
        var user = await SignedInUser.CreateAsync(_client);

        await IsOnlyAsync(await _client.RefreshAsync(user.RefreshToken), 300, Success, user.Id, user.SessionId, null);
        await IsOnlyAsync(
            await _client.RefreshAsync(user.RefreshToken), 300, Success, user.Id, user.SessionId, "repeated_within_grace");
    }

    [Fact]
    public async Task A_refused_refresh_is_recorded()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await _client.LogoutAsync(user.AccessToken);

        await IsOnlyAsync(await _client.RefreshAsync("garbage"), 301, Refused, null, null, "malformed");
        await IsOnlyAsync(await _client.RefreshAsync(user.RefreshToken[..^4] + "AAAA"), 301, Refused, null, null, "forged");
        await IsOnlyAsync(await _client.RefreshAsync(user.RefreshToken), 301, Refused, user.Id, user.SessionId, "session_ended");
    }

    [Fact]
    public async Task A_reused_refresh_token_is_recorded()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var second = await _client.RefreshAsync(user.RefreshToken);
        await _client.RefreshAsync(second["refresh_token"]);

        await IsOnlyAsync(await _client.RefreshAsync(user.RefreshToken), 302, Refused, user.Id, user.SessionId, null);
    }

    [Fact]
    public async Task A_sign_out_is_recorded()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();

        await IsOnlyAsync(await _client.LogoutAsync(user.AccessToken), 303, Success, user.Id, user.SessionId, null);
        await IsOnlyAsync(await _client.LogoutAsync(other.AccessToken, all: true), 303, Success, user.Id, null, "all_sessions");
    }

    [Fact]
    public async Task Requests_without_a_security_event_are_not_recorded()
    {
        var user = await SignedInUser.CreateAsync(_client);
        foreach (var response in new[]
        {
            await _client.MeAsync(user.AccessToken),
            await _client.LoginAsync("nobody", ""),
            await _client.LogoutAsync("garbage", "garbage"),
            await _client.GetAsync("/.well-known/jwks.json"),
        })
        {
            Assert.Empty(await system.Database.AuditOfRequestAsync(response));
        }
    }

    [Fact]
    public async Task A_user_agent_is_stored_truncated_and_without_control_characters()
    {
        var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/refresh");
        request.Headers.TryAddWithoutValidation("User-Agent", "agent\u001b[2J\u202e" + new string('x', 1000));
        request.Content = JsonContent.Create(new { refresh_token = "garbage" });

        var row = Assert.Single(await system.Database.AuditOfRequestAsync(await _client.SendAsync(request)));

        Assert.StartsWith("agent[2Jxxx", row.UserAgent, StringComparison.Ordinal);
        Assert.True(row.UserAgent!.Length <= 256);
    }

    private async Task IsOnlyAsync(Response response, int @event, AuditOutcome outcome, Guid? user, Guid? session, string? reason)
    {
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal(
            new AuditTrailRow(
                (AuditEvent)@event, outcome, ActorKind.Client, ActorName: null, user, session, reason, _client.Address,
                _client.UserAgent,
                response.RequestId, row.TraceId),
            row);
        Assert.Matches("^[0-9a-f]{32}$", row.TraceId);
        await IsLoggedAsync(row);
    }

    private async Task IsLoggedAsync(AuditTrailRow row)
    {
        await Eventually.IsTrueAsync(() => LinesOf(row).Any(), "the event is logged");
        var state = Assert.Single(LinesOf(row)).GetProperty("State");
        Assert.Equal((int)row.Event, state.GetProperty("event_number").GetInt32());
        Assert.Equal(row.Reason, TextOf(state, "reason"));
        Assert.Equal(row.UserId?.ToString(), TextOf(state, "user_id"));
        Assert.Equal(row.Address, TextOf(state, "client_address"));
        Assert.Equal(row.TraceId, TextOf(state, "trace_id"));
    }

    private static string? TextOf(JsonElement state, string name) =>
        state.TryGetProperty(name, out var value) ? value.GetString() : null;

    private IEnumerable<JsonElement> LinesOf(AuditTrailRow row) => system.Api.Log.Records.Where(record =>
        record.GetProperty("Category").GetString() == "SecureAuth.Core.Audit.AuditLog"
        && record.GetProperty("State").TryGetProperty("request_id", out var id) && id.GetString() == row.RequestId);
}
