using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SignIn;

public sealed class DisabledAccountTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task Only_the_correct_password_reveals_that_an_account_is_disabled()
    {
        var user = await DisabledUserAsync();

        Problems.Is("account_disabled", await _client.LoginAsync(user.Account));
        Problems.Is("invalid_credentials", await _client.LoginAsync(user.Account.Email, "not the password"));
    }

    [Fact]
    public async Task A_disabled_account_starts_no_session()
    {
        var user = await DisabledUserAsync();
        await _client.LoginAsync(user.Account);

        Assert.Equal(1L, await system.Database.ScalarAsync<long>("SELECT count(*) FROM sessions WHERE user_id = $1", user.Id));
    }

    [Fact]
    public async Task The_refresh_token_of_a_disabled_account_is_refused_and_says_nothing_more()
    {
        var user = await DisabledUserAsync();

        Problems.Is("invalid_refresh_token", await _client.RefreshAsync(user.RefreshToken));
    }

    [Fact]
    public async Task A_re_enabled_account_signs_in()
    {
        var user = await DisabledUserAsync();
        await system.Database.ExecuteAsync("UPDATE users SET is_active = true WHERE id = $1", user.Id);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Account)).Status);
    }

    [Fact]
    public async Task Correct_passwords_never_lock_a_disabled_account()
    {
        var user = await DisabledUserAsync();

        for (var attempt = 0; attempt < 7; attempt++)
        {
            Problems.Is("account_disabled", await _client.LoginAsync(user.Account));
        }
    }

    private async Task<SignedInUser> DisabledUserAsync()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync("UPDATE users SET is_active = false WHERE id = $1", user.Id);
        return user;
    }
}
