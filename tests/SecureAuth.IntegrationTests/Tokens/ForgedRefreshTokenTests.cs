using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Tokens;

public sealed class ForgedRefreshTokenTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_refresh_token_with_any_changed_byte_is_refused_and_ends_no_session()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var second = await _client.RefreshAsync(user.RefreshToken);
        var third = await _client.RefreshAsync(second["refresh_token"]);

        // Without its change, the first token would end the session at this point.
        var bytes = Base64Url.DecodeFromChars(user.RefreshToken.AsSpan("sart_".Length));
        for (var place = 0; place < bytes.Length; place += 3)
        {
            var forged = bytes.ToArray();
            forged[place] ^= 1;
            Problems.Is("invalid_refresh_token", await _client.RefreshAsync("sart_" + Base64Url.EncodeToString(forged)));
        }

        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(third["access_token"])).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.RefreshAsync(third["refresh_token"])).Status);
    }

    [Fact]
    public async Task A_session_id_alone_does_not_end_a_session()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await _client.RefreshAsync(user.RefreshToken);
        var bytes = Base64Url.DecodeFromChars(user.RefreshToken.AsSpan("sart_".Length));
        RandomNumberGenerator.Fill(bytes.AsSpan(16));

        Problems.Is("invalid_refresh_token", await _client.RefreshAsync("sart_" + Base64Url.EncodeToString(bytes)));

        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(user.AccessToken)).Status);
    }

    [Fact]
    public async Task A_refresh_token_has_exactly_one_spelling()
    {
        var user = await SignedInUser.CreateAsync(_client);
        foreach (var other in new[]
        {
            user.RefreshToken + "=", user.RefreshToken + " ", " " + user.RefreshToken, user.RefreshToken + "A",
            user.RefreshToken[..^1], user.RefreshToken["sart_".Length..], "Sart_" + user.RefreshToken["sart_".Length..],
            user.RefreshToken + "\n", user.RefreshToken + "\0",
        })
        {
            Problems.Is("invalid_refresh_token", await _client.RefreshAsync(other));
        }

        await IsAliveAsync(user);
    }

    [Fact]
    public async Task A_valid_token_of_a_deleted_session_is_refused()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync("DELETE FROM sessions WHERE id = $1", user.SessionId);

        Problems.Is("invalid_refresh_token", await _client.RefreshAsync(user.RefreshToken));
    }

    private async Task IsAliveAsync(SignedInUser user)
    {
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(user.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.RefreshAsync(user.RefreshToken)).Status);
    }
}
