using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Tokens;

/// <summary>If a rotated token is used again, it or its successor was stolen (RFC 9700, section 4.14.2).</summary>
public sealed class RefreshReuseTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task After_the_grace_period_the_predecessor_ends_the_session()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var successor = await _client.RefreshAsync(user.RefreshToken);
        await LetTheGracePassAsync(user);

        Problems.Is("refresh_token_reused", await _client.RefreshAsync(user.RefreshToken));

        await IsOverAsync(user, successor);
    }

    [Fact]
    public async Task An_older_token_ends_the_session_even_within_the_grace_period()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var second = await _client.RefreshAsync(user.RefreshToken);
        var third = await _client.RefreshAsync(second["refresh_token"]);

        Problems.Is("refresh_token_reused", await _client.RefreshAsync(user.RefreshToken));

        await IsOverAsync(user, third);
    }

    [Fact]
    public async Task Using_the_successor_ends_the_grace_period_of_the_predecessor()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var second = await _client.RefreshAsync(user.RefreshToken);
        await _client.RefreshAsync(user.RefreshToken);
        await _client.RefreshAsync(second["refresh_token"]);

        Problems.Is("refresh_token_reused", await _client.RefreshAsync(user.RefreshToken));
    }

    [Fact]
    public async Task Refresh_token_reuse_ends_no_other_session_of_the_user()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();
        await _client.RefreshAsync(user.RefreshToken);
        await LetTheGracePassAsync(user);
        await _client.RefreshAsync(user.RefreshToken);

        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(other.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.RefreshAsync(other.RefreshToken)).Status);
    }

    [Fact]
    public async Task Without_a_grace_period_the_predecessor_ends_the_session_at_once()
    {
        await using var strict = await system.StartApiAsync(("Sessions__RefreshGrace", "00:00:00"));
        var user = await SignedInUser.CreateAsync(_client.Through(strict));
        var successor = await user.Client.RefreshAsync(user.RefreshToken);

        Problems.Is("refresh_token_reused", await user.Client.RefreshAsync(user.RefreshToken));

        await IsOverAsync(user, successor);
    }

    private async Task LetTheGracePassAsync(SignedInUser user) => Assert.Equal(1, await system.Database.ExecuteAsync(
        "UPDATE sessions SET rotated_at = rotated_at - interval '11 seconds' WHERE id = $1", user.SessionId));

    private static async Task IsOverAsync(SignedInUser user, Response live)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, (await user.Client.RefreshAsync(live["refresh_token"])).Status);
        Problems.Is("invalid_token", await user.Client.MeAsync(live["access_token"]));
        Problems.Is("invalid_token", await user.Client.MeAsync(user.AccessToken));
    }
}
