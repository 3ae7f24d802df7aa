using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Races;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.OAuth;

/// <summary>A service ends the session of a token.</summary>
public sealed class ServiceRevocationTests(TestSystem system, TokenForge forge) : IClassFixture<TokenForge>
{
    private readonly TestClient _client = system.NewClient();
    private readonly ServiceCaller _service = system.NewService();

    [Fact]
    public async Task An_access_token_ends_its_session()
    {
        var user = await SignedInUser.CreateAsync(_client);

        await IsRevokedByAsync(user.AccessToken, user);
    }

    [Fact]
    public async Task A_refresh_token_ends_its_session()
    {
        var user = await SignedInUser.CreateAsync(_client);

        await IsRevokedByAsync(user.RefreshToken, user);
    }

    [Fact]
    public async Task An_old_refresh_token_ends_its_session_and_does_not_count_as_stolen()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var latest = await (await user.RefreshedAsync()).RefreshedAsync();
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET rotated_at = rotated_at - interval '1 hour' WHERE id = $1", user.SessionId);

        await IsRevokedByAsync(user.RefreshToken, latest);

        Assert.Equal(0, await system.Database.AuditCountOfSessionAsync(AuditEvent.RefreshTokenReused, user.SessionId));
    }

    [Fact]
    public async Task The_other_sessions_and_the_device_stay()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();

        await _service.RevokeAsync(user.AccessToken);

        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(other.AccessToken)).Status);
        Assert.Equal(1, await system.Database.ScalarAsync<long>(
            "SELECT count(*) FROM devices WHERE id = (SELECT device_id FROM sessions WHERE id = $1)", user.SessionId));
    }

    [Fact]
    public async Task Of_fifty_parallel_calls_one_ends_the_session_and_all_succeed()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var user = await SignedInUser.CreateAsync(_client);
            var refreshed = await user.RefreshedAsync();
            string[] tokens = [user.RefreshToken, refreshed.RefreshToken, refreshed.AccessToken];

            var responses = await Race.RunAsync(Enumerable.Range(0, Race.Callers).Select(
                i => (Func<Task<Response>>)(() => _service.RevokeAsync(tokens[i % tokens.Length]))));

            responses.AreAll(HttpStatusCode.OK);
            Assert.Equal(1, await system.Database.AuditCountOfSessionAsync(AuditEvent.SessionRevoked, user.SessionId));
            Assert.Equal("invalid_token", (await _client.MeAsync(refreshed.AccessToken)).Code);
        }
    }

    [Fact]
    public async Task The_answer_is_the_same_for_a_token_that_is_worth_nothing()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var forged = Jwt.Read(user.AccessToken).With("jti", "x").ToString();
        var foreign = forge.Sign(Jwt.Read(user.AccessToken).With("iss", "https://evil.test"));
        var expired = forge.Sign(Jwt.Read(user.AccessToken).With("exp", 1_700_000_000));
        foreach (var token in new[] { "garbage", forged, foreign, expired, user.RefreshToken[..^4] + "AAAA", user.DeviceToken! })
        {
            var response = await _service.RevokeAsync(token);

            Assert.Equal((HttpStatusCode.OK, ""), (response.Status, response.Body));
        }

        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(user.AccessToken)).Status);
        await user.RefreshedAsync();
        await _service.RevokeAsync(user.AccessToken);
        Assert.Equal(HttpStatusCode.OK, (await _service.RevokeAsync(user.AccessToken)).Status);
        Assert.Equal(1, await system.Database.AuditCountOfSessionAsync(AuditEvent.SessionRevoked, user.SessionId));
    }

    /// <summary>The address of the service says nothing about the user, who sees the event in the list of activities.</summary>
    [Fact]
    public async Task The_user_sees_the_event_without_the_address_of_the_service()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();

        await _service.RevokeAsync(user.AccessToken);

        var latest = (await _client.GetAsync("/api/v1/users/me/activity", other.AccessToken)).Json.GetProperty("events")[0];
        Assert.Equal("session_revoked", latest.GetProperty("event").GetString());
        Assert.Equal($"{user.SessionId}", latest.GetProperty("session_id").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, latest.GetProperty("ip").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, latest.GetProperty("user_agent").ValueKind);
        var export = (await _client.GetAsync("/api/v1/users/me/export", other.AccessToken)).Json.GetProperty("events")
            .EnumerateArray().Single(e => e.GetProperty("event").GetString() == "session_revoked");
        Assert.Equal("service", export.GetProperty("actor").GetString());
        Assert.DoesNotContain(_service.Client.Address, export.GetRawText(), StringComparison.Ordinal);
    }

    private async Task IsRevokedByAsync(string token, SignedInUser user)
    {
        var response = await _service.RevokeAsync(token);

        Assert.Equal((HttpStatusCode.OK, ""), (response.Status, response.Body));
        Assert.Equal("invalid_token", (await _client.MeAsync(user.AccessToken)).Code);
        Assert.Equal("invalid_refresh_token", (await _client.RefreshAsync(user.RefreshToken)).Code);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal(
            (AuditEvent.SessionRevoked, ActorKind.Service, Settings.ServiceId, _service.Client.Address, user.Id, user.SessionId),
            (row.Event, row.ActorKind, row.ActorName, row.Address, row.UserId, row.SessionId));
    }
}
