using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Tokens;

public sealed class LogoutTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_bearer_token_without_a_body_ends_its_session()
    {
        var user = await SignedInUser.CreateAsync(_client);

        await IsDoneAsync(_client.LogoutAsync(user.AccessToken));

        await IsOverAsync(user);
    }

    [Fact]
    public async Task A_refresh_token_alone_ends_its_session()
    {
        var user = await SignedInUser.CreateAsync(_client);

        await IsDoneAsync(_client.LogoutAsync(refreshToken: user.RefreshToken));

        await IsOverAsync(user);
    }

    [Fact]
    public async Task Access_and_refresh_tokens_of_two_sessions_end_both()
    {
        var first = await SignedInUser.CreateAsync(_client);
        var second = await first.SignInAgainAsync();

        await IsDoneAsync(_client.LogoutAsync(first.AccessToken, second.RefreshToken));

        await IsOverAsync(first);
        await IsOverAsync(second);
    }

    [Fact]
    public async Task Other_sessions_continue()
    {
        var first = await SignedInUser.CreateAsync(_client);
        var second = await first.SignInAgainAsync();

        await IsDoneAsync(_client.LogoutAsync(first.AccessToken, first.RefreshToken, all: false));

        await IsOverAsync(first);
        await IsAliveAsync(second);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_only_the_users_own_sessions()
    {
        var first = await SignedInUser.CreateAsync(_client);
        var second = await first.SignInAgainAsync();
        var third = await first.SignInAgainAsync();
        var stranger = await SignedInUser.CreateAsync(_client);

        await IsDoneAsync(_client.LogoutAsync(first.AccessToken, all: true));

        await IsOverAsync(first);
        await IsOverAsync(second);
        await IsOverAsync(third);
        await IsAliveAsync(stranger);
    }

    [Fact]
    public async Task A_refresh_token_suffices_to_end_all_sessions()
    {
        var first = await SignedInUser.CreateAsync(_client);
        var second = await first.SignInAgainAsync();

        await IsDoneAsync(_client.LogoutAsync(refreshToken: first.RefreshToken, all: true));

        await IsOverAsync(first);
        await IsOverAsync(second);
    }

    [Fact]
    public async Task After_a_sign_out_the_user_can_sign_in_again()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await _client.LogoutAsync(user.AccessToken, all: true);

        await IsAliveAsync(await user.SignInAgainAsync());
    }

    [Fact]
    public async Task The_response_is_the_same_whatever_the_token()
    {
        var ended = await SignedInUser.CreateAsync(_client);
        await _client.LogoutAsync(ended.AccessToken);

        await IsDoneAsync(_client.LogoutAsync());
        await IsDoneAsync(_client.LogoutAsync("garbage"));
        await IsDoneAsync(_client.LogoutAsync(refreshToken: "garbage"));
        await IsDoneAsync(_client.LogoutAsync(refreshToken: ""));
        await IsDoneAsync(_client.LogoutAsync(refreshToken: "sart_" + new string('A', 8000)));
        await IsDoneAsync(_client.LogoutAsync("garbage", "garbage", all: true));
        await IsDoneAsync(_client.LogoutAsync(ended.AccessToken));
        await IsDoneAsync(_client.LogoutAsync(ended.AccessToken, ended.RefreshToken, all: true));
        await IsDoneAsync(_client.PostTextAsync("/api/v1/auth/logout", "{}"));
        await IsDoneAsync(_client.PostTextAsync("/api/v1/auth/logout", """{"refresh_token":null,"all":null}"""));
    }

    [Fact]
    public async Task A_forged_or_superseded_token_ends_no_session()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();
        var tampered = user.AccessToken[..^4] + (user.AccessToken[^4] == 'A' ? 'B' : 'A') + user.AccessToken[^3..];

        await IsDoneAsync(_client.LogoutAsync(tampered, user.RefreshToken[..^4] + "AAAA", all: true));

        await IsAliveAsync(user);
        await IsAliveAsync(other);
    }

    [Fact]
    public async Task An_ended_session_cannot_end_the_others()
    {
        var first = await SignedInUser.CreateAsync(_client);
        var second = await first.SignInAgainAsync();
        await _client.LogoutAsync(first.AccessToken);

        await IsDoneAsync(_client.LogoutAsync(first.AccessToken, first.RefreshToken, all: true));

        await IsAliveAsync(second);
    }

    [Fact]
    public async Task A_token_long_past_the_grace_period_ends_only_its_own_session()
    {
        var first = await SignedInUser.CreateAsync(_client);
        var second = await first.SignInAgainAsync();
        Assert.Equal(HttpStatusCode.OK, (await _client.RefreshAsync(first.RefreshToken)).Status);
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET rotated_at = rotated_at - interval '1 hour' WHERE id = $1", first.SessionId);

        await IsDoneAsync(_client.LogoutAsync(refreshToken: first.RefreshToken, all: true));

        Problems.Is("invalid_token", await _client.MeAsync(first.AccessToken));
        await IsAliveAsync(second);
    }

    [Fact]
    public async Task A_token_from_before_the_epoch_cannot_end_sessions_started_after_it()
    {
        var before = await SignedInUser.CreateAsync(_client);
        var after = await before.SignInAgainAsync();
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET created_at = (SELECT not_before FROM token_epoch) WHERE id = $1", before.SessionId);

        await IsDoneAsync(_client.LogoutAsync(refreshToken: before.RefreshToken, all: true));

        await IsAliveAsync(after);
    }

    [Theory]
    [InlineData("""{"all":"yes"}""", "all")]
    [InlineData("""{"refresh_token":7}""", "refresh_token")]
    public async Task A_wrongly_typed_member_is_an_invalid_request(string body, string field) =>
        Problems.IsInvalid(field, await _client.PostTextAsync("/api/v1/auth/logout", body));

    [Fact]
    public async Task A_sign_out_on_one_replica_takes_effect_on_the_other_within_a_second()
    {
        var replica = await system.ReplicaAsync();
        var user = await SignedInUser.CreateAsync(_client);
        Assert.Equal(HttpStatusCode.OK, (await _client.Through(replica).MeAsync(user.AccessToken)).Status);

        await IsDoneAsync(_client.LogoutAsync(user.AccessToken));

        await Eventually.IsTrueAsync(
            async () => (await _client.Through(replica).MeAsync(user.AccessToken)).Status == HttpStatusCode.Unauthorized,
            "the other replica refuses the token",
            TimeSpan.FromSeconds(1));
    }

    private static async Task IsDoneAsync(Task<Response> logout)
    {
        var response = await logout;
        Assert.True(response.Status == HttpStatusCode.NoContent, response.ToString());
        Assert.Empty(response.Body);
    }

    private static async Task IsOverAsync(SignedInUser user)
    {
        Problems.Is("invalid_token", await user.Client.MeAsync(user.AccessToken));
        Problems.Is("invalid_refresh_token", await user.Client.RefreshAsync(user.RefreshToken));
    }

    private static async Task IsAliveAsync(SignedInUser user)
    {
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.RefreshAsync(user.RefreshToken)).Status);
    }
}
