using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Users;

public sealed class MeTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task The_response_is_the_signed_in_user_and_nothing_else()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var response = await _client.MeAsync(user.AccessToken);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        JsonAssert.HasExactly(
            response.Json, "id", "email", "email_verified", "display_name", "roles", "totp_enabled", "passkeys", "is_active",
            "created_at", "updated_at", "password_changed_at", "last_login_at");
        Assert.Equal(user.Id, JsonAssert.IsUuid7(response.Json.GetProperty("id")));
        Assert.Equal(user.Account.Email, response["email"]);
        Assert.Equal(user.Account.DisplayName, response["display_name"]);
        Assert.True(response.Json.GetProperty("is_active").GetBoolean());
        JsonAssert.IsRecentUtc(response.Json.GetProperty("last_login_at"));
    }

    [Fact]
    public async Task The_last_sign_in_changes_with_a_sign_in_but_not_with_a_refresh()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync("UPDATE users SET last_login_at = '2020-01-01' WHERE id = $1", user.Id);

        await _client.RefreshAsync(user.RefreshToken);
        Assert.StartsWith("2020-01-01", (await _client.MeAsync(user.AccessToken))["last_login_at"], StringComparison.Ordinal);

        await _client.LoginAsync(user.Account);
        JsonAssert.IsRecentUtc((await _client.MeAsync(user.AccessToken)).Json.GetProperty("last_login_at"));
    }

    [Fact]
    public async Task A_token_of_a_deleted_account_is_refused()
    {
        var user = await SignedInUser.CreateAsync(_client);
        await system.Database.ExecuteAsync("DELETE FROM users WHERE id = $1", user.Id);

        Problems.Is("invalid_token", await _client.MeAsync(user.AccessToken));
    }

    [Fact]
    public async Task An_email_is_returned_as_it_was_typed()
    {
        var account = NewUser.Create();
        account = account with { Email = "Some.Body+" + account.Email };
        await _client.RegisterAsync(account);
        var signedIn = await _client.LoginAsync(account);

        Assert.Equal(account.Email, (await _client.MeAsync(signedIn["access_token"]))["email"]);
    }
}
