using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Tokens;

/// <summary>Seven days without use, thirty in total. PostgreSQL's clock counts, so the tests move the times of the row.</summary>
public sealed class SessionLifetimeTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_session_that_is_not_used_for_seven_days_ends()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await PassAsync(user, "7 days");

        Problems.Is("invalid_refresh_token", await _client.RefreshAsync(user.RefreshToken));
    }

    [Fact]
    public async Task Every_refresh_extends_an_idle_session_by_seven_days()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var token = user.RefreshToken;
        for (var week = 0; week < 4; week++)
        {
            await PassAsync(user, "6 days 23 hours");
            var response = await _client.RefreshAsync(token);
            Assert.Equal(HttpStatusCode.OK, response.Status);
            token = response["refresh_token"];
        }
    }

    [Fact]
    public async Task A_session_ends_after_thirty_days_however_often_it_is_used()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var token = user.RefreshToken;
        foreach (var pause in new[] { "6 days", "6 days", "6 days", "6 days", "5 days" })
        {
            await PassAsync(user, pause);
            var response = await _client.RefreshAsync(token);
            Assert.Equal(HttpStatusCode.OK, response.Status);
            token = response["refresh_token"];
        }

        await PassAsync(user, "1 day");
        Problems.Is("invalid_refresh_token", await _client.RefreshAsync(token));
    }

    [Fact]
    public async Task The_stated_lifetime_of_a_refresh_token_is_the_real_one()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await PassAsync(user, "6 days");
        var early = await _client.RefreshAsync(user.RefreshToken);
        Assert.InRange(early.Json.GetProperty("refresh_expires_in").GetInt32(), (7 * 86_400) - 60, 7 * 86_400);

        foreach (var _ in Enumerable.Range(0, 3))
        {
            await PassAsync(user, "6 days");
            early = await _client.RefreshAsync(early["refresh_token"]);
        }

        // 24 of the thirty days have passed.
        Assert.InRange(early.Json.GetProperty("refresh_expires_in").GetInt32(), (6 * 86_400) - 60, 6 * 86_400);
    }

    /// <summary>Makes the session older.</summary>
    private async Task PassAsync(SignedInUser user, string time) => Assert.Equal(1, await system.Database.ExecuteAsync(
        """
        UPDATE sessions SET
            expires_at = expires_at - $2::interval, absolute_expires_at = absolute_expires_at - $2::interval,
            last_used_at = last_used_at - $2::interval, rotated_at = rotated_at - $2::interval
        WHERE id = $1
        """,
        user.SessionId,
        time));
}
