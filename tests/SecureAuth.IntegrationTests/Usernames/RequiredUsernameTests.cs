using System.Net;
using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Usernames;

/// <summary>Usernames are required, and addresses have to be verified: a registration tells nothing about addresses.</summary>
public sealed class RequiredUsernameTests(TestSystem system) : IAsyncLifetime
{
    private RunningApi _api = null!;

    private TestClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _api = await system.StartApiAsync([
            ("Accounts__Usernames", "Required"),
            ("Accounts__EmailVerification", "Required"),
            .. CustomApis.Field(0, ("Name", "department")),
            .. CustomApis.Field(1, ("Name", "cost_centre"), ("EditableBy", "Operator")),
        ]);
        _client = new TestClient(_api);
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_registration_takes_the_name_whether_or_not_the_address_was_free()
    {
        var existing = await SignedInUser.CreateAsync(system.NewClient());
        foreach (var user in new[] { NewUser.Create(), existing.Account })
        {
            var name = NewUser.Username();

            var first = await RegisterAsync(user, name);
            var again = await RegisterAsync(user, name);
            var other = await RegisterAsync(NewUser.Create(), name);

            Assert.Equal((HttpStatusCode.Accepted, """{"status":"verification_required"}"""), (first.Status, first.Body));
            Problems.Is("conflict", again);
            Problems.Is("conflict", other);
        }
    }

    [Fact]
    public async Task A_reserved_name_is_free_after_the_time_of_an_unverified_account()
    {
        var existing = await SignedInUser.CreateAsync(system.NewClient());
        var name = NewUser.Username();
        await RegisterAsync(existing.Account, name);
        Assert.Equal(1, await system.Database.ExecuteAsync(
            """
            UPDATE usernames SET reserved_until = reserved_until - interval '30 days'
            WHERE user_id IS NULL AND reserved_until > now() + interval '29 days' AND key = $1
            """,
            name));

        Assert.Equal(HttpStatusCode.Accepted, (await RegisterAsync(NewUser.Create(), name)).Status);
        Assert.Equal(name, await system.Database.ScalarAsync<string>("SELECT name FROM usernames WHERE key = $1", name));
    }

    [Fact]
    public async Task A_registration_must_have_a_name_and_an_earlier_account_need_not()
    {
        Problems.IsInvalid("username", await _client.RegisterAsync(NewUser.Create()));
        var earlier = await SignedInUser.CreateAsync(system.NewClient());
        await system.Database.ExecuteAsync("UPDATE users SET email_verified = true WHERE id = $1", earlier.Id);
        var signedIn = await _client.LoginAsync(earlier.Account);
        Assert.Equal(HttpStatusCode.OK, signedIn.Status);
        var token = signedIn["access_token"];

        Assert.Equal(HttpStatusCode.OK, (await _client.PatchAsync(token, """{"display_name":"Ann"}""")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.PatchAsync(token, $$"""{"username":"{{NewUser.Username()}}"}""")).Status);
        Problems.IsInvalid("username", await _client.PatchAsync(token, """{"username":null}"""));
    }

    [Fact]
    public async Task The_document_says_that_a_name_is_required_and_may_replace_the_address()
    {
        var schemas = (await _client.GetAsync("/api/v1/openapi.json")).Json.GetProperty("components").GetProperty("schemas");

        Assert.Contains("username", Required("RegisterRequest"));
        Assert.Contains("username", Required("UserResponse"));
        Assert.Equal(["password"], Required("LoginRequest"));

        string?[] Required(string schema) =>
            [.. schemas.GetProperty(schema).GetProperty("required").EnumerateArray().Select(name => name.GetString())];
    }

    [Fact]
    public async Task Whoever_registers_twice_can_take_the_name_of_the_second_time_and_nobody_else_can()
    {
        var (user, other, name) = (NewUser.Create(), NewUser.Create(), NewUser.Username());
        await RegisterAsync(user, NewUser.Username());
        await RegisterAsync(user, name);
        await RegisterAsync(other, NewUser.Username());
        Problems.Is("conflict", await RegisterAsync(user, name));

        Problems.Is("conflict", await RenameAsync(await ProveAsync(other), name));
        var renamed = await RenameAsync(await ProveAsync(user), name);

        Assert.Equal(name, renamed["username"]);
        Problems.Is("conflict", await RegisterAsync(NewUser.Create(), name));
    }

    /// <summary>Otherwise services would read in the owner's tokens what somebody else has chosen.</summary>
    [Fact]
    public async Task Whoever_first_proves_to_read_the_mails_inherits_neither_the_name_nor_the_fields_of_the_registration()
    {
        var (stranger, name) = (NewUser.Create(), NewUser.Username());
        await _client.RegisterAsync(stranger, new { department = "board" }, name);
        await system.Database.ExecuteAsync(
            """UPDATE users SET fields = fields || '{"cost_centre": "4711"}' WHERE email = $1""", stranger.Email);
        await _client.ForgotAsync(stranger.Email);
        var mail = await system.MailboxOf(stranger.Email).WaitAsync(MailSubjects.Reset);
        var owner = stranger with { Password = NewUser.StrongPassword() };

        var reset = await _client.ResetAsync(mail.Token, owner.Password);

        Assert.Contains(
            await system.Database.AuditOfRequestAsync(reset),
            row => row is { Event: AuditEvent.UsernameChanged, Reason: "email_not_verified" });
        await system.MailboxOf(stranger.Email).WaitAsync(MailSubjects.UsernameRemoved);
        var me = (await _client.MeAsync((await _client.LoginAsync(owner))["access_token"])).Json;
        Assert.Equal(JsonValueKind.Null, me.GetProperty("username").ValueKind);
        Assert.Equal("""{"department":null,"cost_centre":"4711"}""", me.GetProperty("fields").GetRawText());
        Assert.Equal(HttpStatusCode.Accepted, (await RegisterAsync(NewUser.Create(), name)).Status);
    }

    /// <summary>Chooses a password by mail, which verifies the address, and signs in.</summary>
    private async Task<string> ProveAsync(NewUser user)
    {
        await _client.ForgotAsync(user.Email);
        var mail = await system.MailboxOf(user.Email).WaitAsync(MailSubjects.Reset);
        await _client.ResetAsync(mail.Token, user.Password);
        return (await _client.LoginAsync(user))["access_token"];
    }

    private Task<Response> RenameAsync(string accessToken, string name) =>
        _client.CallAsync(HttpMethod.Patch, "/api/v1/users/me", new { username = name }, accessToken);

    private Task<Response> RegisterAsync(NewUser user, string name) => _client.RegisterAsync(user, fields: null, name);
}
