using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Tokens;

public sealed class RefreshTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_refresh_returns_a_new_token_pair_of_the_same_session()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var response = await _client.RefreshAsync(user.RefreshToken);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        JsonAssert.HasExactly(
            response.Json, "access_token", "token_type", "expires_in", "refresh_token", "refresh_expires_in", "session_id",
            "two_fa_required");
        Assert.Equal(user.SessionId.ToString(), response["session_id"]);
        Assert.NotEqual(user.RefreshToken, response["refresh_token"]);
        Assert.StartsWith("sart_", response["refresh_token"], StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(response["access_token"])).Status);
    }

    [Fact]
    public async Task Rotation_can_be_repeated()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var seen = new HashSet<string> { user.RefreshToken };
        var token = user.RefreshToken;
        for (var generation = 0; generation < 5; generation++)
        {
            var response = await _client.RefreshAsync(token);
            Assert.Equal(HttpStatusCode.OK, response.Status);
            token = response["refresh_token"];
            Assert.True(seen.Add(token), "A refresh token was issued twice.");
        }
    }

    [Fact]
    public async Task Within_the_grace_period_the_predecessor_gets_the_same_successor()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var first = await _client.RefreshAsync(user.RefreshToken);

        var again = await _client.RefreshAsync(user.RefreshToken);

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(first["refresh_token"], again["refresh_token"]);
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(again["access_token"])).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.RefreshAsync(again["refresh_token"])).Status);
    }

    [Fact]
    public async Task The_grace_period_holds_on_every_replica()
    {
        var replica = await system.ReplicaAsync();
        var user = await SignedInUser.CreateAsync(_client);
        var first = await _client.RefreshAsync(user.RefreshToken);

        var again = await _client.Through(replica).RefreshAsync(user.RefreshToken);

        Assert.Equal(first["refresh_token"], again["refresh_token"]);
    }

    [Fact]
    public async Task A_refresh_leaves_the_previous_access_token_valid_until_it_expires()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await _client.RefreshAsync(user.RefreshToken);

        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(user.AccessToken)).Status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"refresh_token":null}""")]
    [InlineData("""{"refresh_token":7}""")]
    [InlineData("""{"refresh_token":["sart_"]}""")]
    public async Task A_missing_or_wrongly_typed_token_is_an_invalid_request(string body) =>
        Problems.IsInvalid("refresh_token", await _client.PostTextAsync("/api/v1/auth/refresh", body));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("sart_")]
    [InlineData("sart_AAAA")]
    [InlineData("SART_AAAA")]
    [InlineData("' OR 1=1 --")]
    [InlineData("a\0b")]
    [InlineData("🔑")]
    public async Task A_malformed_refresh_token_is_refused(string token) =>
        Problems.Is("invalid_refresh_token", await _client.RefreshAsync(token));

    [Fact]
    public async Task A_very_long_token_is_refused() =>
        Problems.Is("invalid_refresh_token", await _client.RefreshAsync("sart_" + new string('A', 10_000)));

    [Fact]
    public async Task An_access_token_is_not_a_refresh_token()
    {
        var user = await SignedInUser.CreateAsync(_client);

        Problems.Is("invalid_refresh_token", await _client.RefreshAsync(user.AccessToken));
    }
}
