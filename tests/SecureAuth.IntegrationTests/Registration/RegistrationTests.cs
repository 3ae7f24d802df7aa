using System.Net;
using System.Text.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Registration;

public sealed class RegistrationTests(TestSystem system)
{
    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_registration_returns_the_user_and_nothing_else()
    {
        var account = NewUser.Create();

        var response = await _client.RegisterAsync(account);

        Assert.Equal(HttpStatusCode.Created, response.Status);
        Assert.Equal("application/json", response.ContentType);
        var user = response.Json;
        JsonAssert.HasExactly(
            user, "id", "email", "email_verified", "display_name", "roles", "totp_enabled", "passkeys", "is_active", "created_at",
            "updated_at", "password_changed_at", "last_login_at");
        JsonAssert.IsUuid7(user.GetProperty("id"));
        Assert.Equal(account.Email, response["email"]);
        Assert.False(user.GetProperty("email_verified").GetBoolean());
        Assert.Equal(account.DisplayName, response["display_name"]);
        Assert.Equal(0, user.GetProperty("roles").GetArrayLength());
        Assert.False(user.GetProperty("totp_enabled").GetBoolean());
        Assert.Equal(0, user.GetProperty("passkeys").GetInt32());
        Assert.True(user.GetProperty("is_active").GetBoolean());
        Assert.All(["created_at", "updated_at", "password_changed_at"], time => JsonAssert.IsRecentUtc(user.GetProperty(time)));
        Assert.Equal(JsonValueKind.Null, user.GetProperty("last_login_at").ValueKind);
    }

    [Fact]
    public async Task A_display_name_may_be_left_out_or_null()
    {
        var user = NewUser.Create();
        var leftOut = await _client.RegisterAsync(user.Email, user.Password);
        Assert.Equal(HttpStatusCode.Created, leftOut.Status);
        Assert.Equal(JsonValueKind.Null, leftOut.Json.GetProperty("display_name").ValueKind);

        var other = NewUser.Create();
        var isNull = await _client.PostTextAsync(
            "/api/v1/auth/register", $$"""{"email":"{{other.Email}}","password":"{{other.Password}}","display_name":null}""");
        Assert.Equal(HttpStatusCode.Created, isNull.Status);
    }

    [Fact]
    public async Task A_taken_email_is_refused_whatever_its_case()
    {
        var user = await NewUser.RegisterAsync(_client);

        Problems.Is("email_taken", await _client.RegisterAsync(user));
        Problems.Is("email_taken", await _client.RegisterAsync(user with { Email = user.Email.ToUpperInvariant() }));
    }

    [Fact]
    public async Task A_second_registration_of_an_email_does_not_change_the_password()
    {
        var user = NewUser.Create();
        await _client.RegisterAsync(user);
        var intruder = user with { Password = NewUser.StrongPassword() };
        await _client.RegisterAsync(intruder);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
        Problems.Is("invalid_credentials", await _client.LoginAsync(intruder));
    }

    [Fact]
    public async Task A_registration_starts_no_session()
    {
        var response = await _client.RegisterAsync(NewUser.Create());

        Assert.Equal(0L, await system.Database.ScalarAsync<long>(
            "SELECT count(*) FROM sessions WHERE user_id = $1", Guid.Parse(response["id"])));
    }
}
