using System.Net;
using System.Text.Json.Nodes;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Tokens;

/// <summary>The content of an access token (RFC 9068).</summary>
public sealed class AccessTokenTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task The_header_has_the_algorithm_the_type_the_key_and_nothing_else()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var token = Jwt.Read(user.AccessToken);

        Assert.Equal(["alg", "kid", "typ"], token.Header.Select(p => p.Key).Order());
        Assert.Equal("ES256", (string?)token.Header["alg"]);
        Assert.Equal("at+jwt", (string?)token.Header["typ"]);
        var keys = (await _client.GetAsync("/.well-known/jwks.json")).Json.GetProperty("keys");
        Assert.Contains(keys.EnumerateArray(), key => key.GetProperty("kid").GetString() == (string?)token.Header["kid"]);
    }

    [Fact]
    public async Task The_claims_match_the_contract_and_none_is_personal()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var token = Jwt.Read(user.AccessToken);

        Assert.Equal(
            ["amr", "aud", "auth_time", "exp", "iat", "iss", "jti", "nbf", "roles", "sid", "sub"],
            token.Claims.Select(c => c.Key).Order());
        Assert.Equal(Settings.Issuer, (string?)token.Claims["iss"]);
        Assert.Equal(Settings.Audience, (string?)token.Claims["aud"]);
        Assert.Equal(user.Id.ToString(), (string?)token.Claims["sub"]);
        Assert.Equal(user.SessionId.ToString(), (string?)token.Claims["sid"]);
        Assert.Equal(["pwd"], token.Claims["amr"]!.AsArray().Select(m => (string?)m));
        Assert.Empty(token.Claims["roles"]!.AsArray());
        Assert.DoesNotContain(user.Account.Email, token.Claims.ToJsonString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_token_is_valid_from_now_for_fifteen_minutes()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var token = Jwt.Read(user.AccessToken);

        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Assert.All(["iat", "nbf", "auth_time"], claim => Assert.InRange(token.Seconds(claim), now - 60, now + 5));
        Assert.Equal(token.Seconds("iat") + 900, token.Seconds("exp"));
    }

    [Fact]
    public async Task A_refresh_keeps_auth_time_and_issues_a_new_token()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET authenticated_at = authenticated_at - interval '1 hour' WHERE id = $1", user.SessionId);

        var first = Jwt.Read(user.AccessToken);
        var second = Jwt.Read((await _client.RefreshAsync(user.RefreshToken))["access_token"]);

        Assert.Equal(first.Seconds("auth_time") - 3600, second.Seconds("auth_time"));
        Assert.Equal((string?)first.Claims["sid"], (string?)second.Claims["sid"]);
        Assert.NotEqual((string?)first.Claims["jti"], (string?)second.Claims["jti"]);
    }

    [Fact]
    public async Task The_response_names_the_users_current_roles()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var role = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        await system.Database.ExecuteAsync(
            "INSERT INTO roles (id, name, normalized_name) VALUES ($1, $2, upper($2))", role, $"role-{role:N}");
        await system.Database.ExecuteAsync("INSERT INTO user_roles (user_id, role_id) VALUES ($1, $2)", user.Id, role);

        var refreshed = await _client.RefreshAsync(user.RefreshToken);

        Assert.Equal([$"role-{role:N}"], Jwt.Read(refreshed["access_token"]).Claims["roles"]!.AsArray().Select(r => (string?)r));
        var me = await _client.MeAsync(refreshed["access_token"]);
        Assert.Equal(HttpStatusCode.OK, me.Status);
        Assert.Equal([$"role-{role:N}"], JsonNode.Parse(me.Body)!["roles"]!.AsArray().Select(r => (string?)r));
    }

    [Fact]
    public async Task A_token_does_not_outlive_its_session()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET absolute_expires_at = clock_timestamp() + interval '5 minutes' WHERE id = $1", user.SessionId);

        var refreshed = await _client.RefreshAsync(user.RefreshToken);

        Assert.InRange(refreshed.Json.GetProperty("expires_in").GetInt32(), 1, 300);
        Assert.InRange(refreshed.Json.GetProperty("refresh_expires_in").GetInt32(), 1, 300);
        var token = Jwt.Read(refreshed["access_token"]);
        Assert.InRange(token.Seconds("exp") - token.Seconds("iat"), 1, 300);
    }
}
