using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SignIn;

public sealed class SignInTests(TestSystem system)
{
    private const string Path = "/api/v1/auth/login";

    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task The_correct_password_returns_a_token_pair_and_nothing_else()
    {
        var user = await NewUser.RegisterAsync(_client);

        var response = await _client.LoginAsync(user);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal("application/json", response.ContentType);
        var pair = response.Json;
        JsonAssert.HasExactly(
            pair, "access_token", "token_type", "expires_in", "refresh_token", "refresh_expires_in", "session_id",
            "two_fa_required", "device_token");
        Assert.Equal("Bearer", response["token_type"]);
        Assert.Equal(900, pair.GetProperty("expires_in").GetInt32());
        Assert.StartsWith("sart_", response["refresh_token"], StringComparison.Ordinal);
        Assert.InRange(pair.GetProperty("refresh_expires_in").GetInt32(), (7 * 86_400) - 60, 7 * 86_400);
        JsonAssert.IsUuid7(pair.GetProperty("session_id"));
        Assert.False(pair.GetProperty("two_fa_required").GetBoolean());
    }

    [Fact]
    public async Task An_email_signs_in_whatever_its_case()
    {
        var user = await NewUser.RegisterAsync(_client);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email.ToUpperInvariant(), user.Password)).Status);
    }

    [Fact]
    public async Task Every_sign_in_starts_a_new_session()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var again = await user.SignInAgainAsync();

        Assert.NotEqual(user.SessionId, again.SessionId);
        Assert.NotEqual(user.RefreshToken, again.RefreshToken);
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(user.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(again.AccessToken)).Status);
    }

    [Fact]
    public async Task Optional_device_and_temporary_token_members_are_accepted()
    {
        var user = await NewUser.RegisterAsync(_client);

        var response = await _client.PostAsync(
            Path, new { email = user.Email, password = user.Password, device_name = "Kitchen tablet", device_token = "opaque" });

        Assert.Equal(HttpStatusCode.OK, response.Status);
        var session = Assert.Single(await system.Database.RowsAsync(
            "SELECT device_name, user_agent, address FROM sessions WHERE id = $1", Guid.Parse(response["session_id"])));
        Assert.Equal("Kitchen tablet", session["device_name"]);
        Assert.Equal(_client.UserAgent, session["user_agent"]);
        Assert.Equal(_client.Address, session["address"]!.ToString());
    }

    [Theory]
    [InlineData("email", "\"nobody\"")]
    [InlineData("email", "7")]
    [InlineData("password", "\"\"")]
    [InlineData("password", "null")]
    [InlineData("device_name", "\"a\\nb\"")]
    [InlineData("device_name", "7")]
    [InlineData("device_token", "[]")]
    public async Task An_invalid_field_is_named(string field, string value)
    {
        var members = new Dictionary<string, string>
        {
            ["email"] = "\"nobody@users.test\"",
            ["password"] = "\"violet anvil tuesday\"",
            [field] = value,
        };

        var response = await _client.PostTextAsync(
            Path, $"{{{string.Join(',', members.Select(m => $"\"{m.Key}\":{m.Value}"))}}}");

        Problems.IsInvalid(field, response);
    }

    [Fact]
    public async Task A_very_long_password_is_refused_before_it_is_hashed()
    {
        var response = await _client.LoginAsync("nobody@users.test", new string('x', 10_000));

        Problems.IsInvalid("password", response);
    }

    [Fact]
    public async Task The_database_holds_no_usable_token()
    {
        var user = await SignedInUser.CreateAsync(_client);

        var row = await system.Database.ScalarAsync<string>("SELECT s::text FROM sessions s WHERE id = $1", user.SessionId);

        Assert.DoesNotContain(user.RefreshToken["sart_".Length..][^30..], row, StringComparison.Ordinal);
        Assert.DoesNotContain(user.AccessToken, row, StringComparison.Ordinal);
    }
}
