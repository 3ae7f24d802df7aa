using System.Net;
using System.Text.Json.Nodes;

namespace SecureAuth.Client.Tests;

public sealed class RegistrationTests
{
    private const string User =
        """
        {
          "id": "019acd3e-1a2b-7000-8000-000000000001", "email": "ann@example.com", "email_verified": false,
          "display_name": null, "roles": [], "totp_enabled": false, "passkeys": 0, "is_active": true,
          "created_at": "2026-11-29T10:15:00Z", "updated_at": "2026-11-29T10:15:00Z",
          "password_changed_at": "2026-11-29T10:15:00Z", "last_login_at": null
        """;

    [Fact]
    public async Task A_registration_sends_what_it_has_and_nothing_else()
    {
        var server = Responding("""{"status":"verification_required"}""", HttpStatusCode.Accepted);

        await server.Client().RegisterAsync("ann@example.com", "a password");
        await server.Client().RegisterAsync(new NewAccount("ann@example.com", "a password")
        {
            DisplayName = "Ann",
            Username = "ann.lee",
            Fields = new JsonObject { ["company"] = "Acme", ["floor"] = 3, ["remote"] = true, ["born"] = null },
            InvitationToken = "saot_1",
            LinkBase = "https://app.example.com/auth",
        });

        Assert.Equal("""{"email":"ann@example.com","password":"a password"}""", server.Requests[0].Body);
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(
                    """
                    {
                      "email": "ann@example.com", "password": "a password", "display_name": "Ann", "username": "ann.lee",
                      "fields": { "company": "Acme", "floor": 3, "remote": true, "born": null },
                      "invitation_token": "saot_1", "link_base": "https://app.example.com/auth"
                    }
                    """),
                JsonNode.Parse(server.Requests[1].Body)),
            server.Requests[1].Body);
    }

    [Fact]
    public async Task A_new_account_has_its_username_and_fields_and_what_has_no_value_is_null()
    {
        var server = Responding(
            User + """, "username": "ann.lee", "fields": { "company": "Acme", "floor": 3, "born": null } }""",
            HttpStatusCode.Created);

        var outcome = await server.Client().RegisterAsync("ann@example.com", "a password");

        var user = Assert.IsType<RegistrationOutcome.Created>(outcome).User;
        Assert.Equal("ann.lee", user.Username);
        Assert.Equal(["company", "floor", "born"], user.Fields!.Keys);
        Assert.Equal("Acme", user.Fields["company"]?.GetString());
        Assert.Equal(3, user.Fields["floor"]?.GetInt64());
        Assert.Null(user.Fields["born"]);
        Assert.Null(outcome.Code);
    }

    [Fact]
    public async Task A_server_without_fields_and_usernames_responds_as_before()
    {
        var outcome = await Responding(User + "}", HttpStatusCode.Created)
            .Client().RegisterAsync("ann@example.com", "a password");

        var user = Assert.IsType<RegistrationOutcome.Created>(outcome).User;
        Assert.Equal("ann@example.com", user.Email);
        Assert.Null(user.Username);
        Assert.Null(user.Fields);
    }

    [Fact]
    public async Task Both_outcomes_have_the_code_if_the_server_mails_one()
    {
        var required = await Responding(
            """{"status":"verification_required","request_token":"sarq_1","expires_in":600}""", HttpStatusCode.Accepted)
            .Client().RegisterAsync("ann@example.com", "a password");
        var created = await Responding(User + """, "request_token": "sarq_2" }""", HttpStatusCode.Created)
            .Client().RegisterAsync("ann@example.com", "a password");

        Assert.IsType<RegistrationOutcome.VerificationRequired>(required);
        Assert.Equal(new RequestedCode("sarq_1", TimeSpan.FromMinutes(10)), required.Code);
        Assert.IsType<RegistrationOutcome.Created>(created);
        Assert.Equal(new RequestedCode("sarq_2"), created.Code);
    }

    [Fact]
    public async Task Where_mails_carry_links_a_registration_has_no_code()
    {
        var outcome = await Responding("""{"status":"verification_required"}""", HttpStatusCode.Accepted)
            .Client().RegisterAsync("ann@example.com", "a password");

        Assert.IsType<RegistrationOutcome.VerificationRequired>(outcome);
        Assert.Null(outcome.Code);
    }

    private static FakeServer Responding(string json, HttpStatusCode status) => new(_ => FakeServer.Json(json, status));
}
