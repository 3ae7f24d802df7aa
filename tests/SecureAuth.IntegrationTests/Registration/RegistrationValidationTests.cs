using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Registration;

public sealed class RegistrationValidationTests(TestSystem system)
{
    private const string Path = "/api/v1/auth/register";

    private readonly TestClient _client = system.NewClient();

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("@users.test")]
    [InlineData("nobody@")]
    [InlineData("nobody@users")]
    [InlineData("a@b@users.test")]
    [InlineData("no body@users.test")]
    [InlineData(" nobody@users.test")]
    [InlineData("nobody@users.test ")]
    [InlineData("nobody@users.test\r\nBcc: other@users.test")]
    [InlineData("nobody\n@users.test")]
    [InlineData("nobody\0@users.test")]
    [InlineData("<nobody@users.test>")]
    [InlineData("Nobody <nobody@users.test>")]
    [InlineData("nobody@users.test,other@users.test")]
    [InlineData("nobody@[127.0.0.1]")]
    [InlineData("nobody@127.0.0.1")]
    [InlineData("nobódy@users.test")]
    [InlineData("nobody@üsers.test")]
    [InlineData(".nobody@users.test")]
    [InlineData("no..body@users.test")]
    [InlineData("nobody@users..test")]
    [InlineData("nobody@-users.test")]
    public async Task An_invalid_email_is_refused(string email) =>
        Problems.IsInvalid("email", await _client.RegisterAsync(email, NewUser.StrongPassword()));

    [Fact]
    public async Task Email_addresses_longer_than_SMTP_allows_are_refused()
    {
        var local = new string('a', 65) + "@users.test";
        Problems.IsInvalid("email", await _client.RegisterAsync(local, NewUser.StrongPassword()));

        var whole = $"a@{string.Join('.', Enumerable.Repeat(new string('b', 50), 5))}.test";
        Problems.IsInvalid("email", await _client.RegisterAsync(whole, NewUser.StrongPassword()));
    }

    [Theory]
    [InlineData("   ")]
    [InlineData("a\r\nb")]
    [InlineData("a\u0000b")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u200Bb")]
    public async Task A_display_name_is_one_line_of_visible_text(string name)
    {
        var user = NewUser.Create();
        Problems.IsInvalid("display_name", await _client.RegisterAsync(user.Email, user.Password, name));
    }

    [Fact]
    public async Task A_display_name_has_at_most_100_characters()
    {
        var user = NewUser.Create();
        Problems.IsInvalid("display_name", await _client.RegisterAsync(user with { DisplayName = new string('x', 101) }));
        Assert.Equal(
            System.Net.HttpStatusCode.Created,
            (await _client.RegisterAsync(user with { DisplayName = new string('x', 100) })).Status);
    }

    [Theory]
    [InlineData("""{"password":"violet anvil tuesday"}""", "email")]
    [InlineData("""{"email":"somebody@users.test"}""", "password")]
    [InlineData("""{"email":null,"password":"violet anvil tuesday"}""", "email")]
    [InlineData("""{"email":"somebody@users.test","password":null}""", "password")]
    [InlineData("""{"email":7,"password":"violet anvil tuesday"}""", "email")]
    [InlineData("""{"email":["somebody@users.test"],"password":"violet anvil tuesday"}""", "email")]
    [InlineData("""{"email":{"a":"b"},"password":"violet anvil tuesday"}""", "email")]
    [InlineData("""{"email":"somebody@users.test","password":true}""", "password")]
    [InlineData("""{"email":"somebody@users.test","password":"violet anvil tuesday","display_name":1}""", "display_name")]
    public async Task A_missing_null_or_wrongly_typed_member_is_named(string body, string field) =>
        Problems.IsInvalid(field, await _client.PostTextAsync(Path, body));

    [Fact]
    public async Task All_invalid_fields_are_named_at_once()
    {
        var response = await _client.PostTextAsync(Path, """{"email":"nobody","password":"","display_name":" "}""");

        Problems.Is("invalid_request", response);
        JsonAssert.HasExactly(response.Json.GetProperty("errors"), "email", "password", "display_name");
    }
}
