using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Registration;

public sealed class MassAssignmentTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Theory]
    [InlineData("\"roles\":[\"admin\"]")]
    [InlineData("\"is_active\":false")]
    [InlineData("\"email_verified\":true")]
    [InlineData("\"id\":\"01990a7c-5f7e-7d0f-9a4f-3c2b1a0d9e8f\"")]
    [InlineData("\"password_hash\":\"x\"")]
    [InlineData("\"security_stamp\":\"x\"")]
    [InlineData("\"totp_enabled\":false")]
    [InlineData("\"created_at\":\"2020-01-01T00:00:00Z\"")]
    [InlineData("\"displayName\":\"x\"")]
    [InlineData("\"Email\":\"other@users.test\"")]
    [InlineData("\"PASSWORD\":\"violet anvil tuesday\"")]
    [InlineData("\"__proto__\":{}")]
    [InlineData("\"$type\":\"x\"")]
    [InlineData("\"\":1")]
    public async Task An_unknown_member_is_refused_and_creates_no_account(string member)
    {
        var user = NewUser.Create();

        var response = await _client.PostTextAsync(
            "/api/v1/auth/register", $$"""{"email":"{{user.Email}}","password":"{{user.Password}}",{{member}}}""");

        Problems.Is("invalid_request", response);
        Assert.Equal(0L, await system.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", user.Email));
    }

    [Theory]
    [InlineData("/api/v1/auth/login")]
    [InlineData("/api/v1/auth/refresh")]
    [InlineData("/api/v1/auth/logout")]
    public async Task No_endpoint_accepts_an_unknown_member(string path)
    {
        var user = await SignedInUser.CreateAsync(_client);
        var known = path.EndsWith("login", StringComparison.Ordinal)
            ? $"\"email\":\"{user.Account.Email}\",\"password\":\"{user.Account.Password}\""
            : $"\"refresh_token\":\"{user.RefreshToken}\"";

        var response = await _client.PostTextAsync(path, $"{{{known},\"user_id\":\"{user.Id}\"}}");

        Problems.IsInvalid("user_id", response);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await _client.RefreshAsync(user.RefreshToken)).Status);
    }
}
