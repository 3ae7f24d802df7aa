using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureAuth.Client.Tests;

public sealed class RequestTests
{
    private readonly FakeServer _server = new(_ => new HttpResponseMessage(HttpStatusCode.NoContent));

    [Fact]
    public async Task Members_that_are_null_are_left_out()
    {
        await _server.Client().SignOutAsync("sart_1");

        Assert.Equal("""{"refresh_token":"sart_1"}""", Assert.Single(_server.Requests).Body);
    }

    [Fact]
    public async Task A_display_name_is_removed_by_a_null_that_is_sent()
    {
        await Assert.ThrowsAsync<SecureAuthException>(
            () => _server.Client().ForUser("token").ChangeDisplayNameAsync(null));

        var request = Assert.Single(_server.Requests);
        Assert.Equal(HttpMethod.Patch, request.Method);
        Assert.Equal("""{"display_name":null}""", request.Body);
        Assert.Equal("Bearer token", request.Authorization);
    }

    [Fact]
    public async Task A_username_is_removed_by_a_null_that_is_sent()
    {
        var me = _server.Client().ForUser("token");
        await Assert.ThrowsAsync<SecureAuthException>(() => me.ChangeUsernameAsync("ann.lee"));
        await Assert.ThrowsAsync<SecureAuthException>(() => me.ChangeUsernameAsync(null));

        Assert.Equal(
            ["""{"username":"ann.lee"}""", """{"username":null}"""], _server.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task Changed_fields_are_sent_with_those_that_are_removed()
    {
        var fields = new JsonObject { ["department"] = "Sales", ["born"] = null };
        await Assert.ThrowsAsync<SecureAuthException>(() => _server.Client().ForUser("token").ChangeFieldsAsync(fields));

        var request = Assert.Single(_server.Requests);
        Assert.Equal((HttpMethod.Patch, "/api/v1/users/me"), (request.Method, request.Path));
        Assert.Equal("""{"fields":{"department":"Sales","born":null}}""", request.Body);
    }

    [Fact]
    public async Task A_username_signs_in_in_place_of_the_address()
    {
        await Assert.ThrowsAsync<SecureAuthException>(
            () => _server.Client().SignInByUsernameAsync("ann.lee", "a password", "device"));

        var request = Assert.Single(_server.Requests);
        Assert.Equal("/api/v1/auth/login", request.Path);
        Assert.Equal("""{"username":"ann.lee","password":"a password","device_token":"device"}""", request.Body);
    }

    [Fact]
    public async Task An_invitation_names_the_address_and_what_its_link_begins_with()
    {
        var server = new FakeServer(_ => new HttpResponseMessage(HttpStatusCode.Accepted));

        await server.Client().ForUser("token").InviteAsync("cleo@example.com");
        await server.Client().ForUser("token").InviteAsync("cleo@example.com", "https://m.example.com");

        Assert.All(server.Requests, request => Assert.Equal(
            (HttpMethod.Post, "/api/v1/invitations", "Bearer token"),
            (request.Method, request.Path, request.Authorization)));
        Assert.Equal(
            ["""{"email":"cleo@example.com"}""", """{"email":"cleo@example.com","link_base":"https://m.example.com"}"""],
            server.Requests.Select(request => request.Body));
    }

    [Fact]
    public async Task The_options_of_a_passkey_are_passed_on_as_they_are()
    {
        var server = new FakeServer(_ => FakeServer.Json(
            """{"challenge":"abc","rpId":"auth.test","allowCredentials":[],"challenge_token":"t"}"""));

        var ceremony = await server.Client().GetPasskeyOptionsAsync();

        Assert.Equal("t", ceremony.ChallengeToken);
        Assert.Equal("auth.test", ceremony.Options.GetProperty("rpId").GetString());
        Assert.Equal("{}", Assert.Single(server.Requests).Body);
    }

    [Fact]
    public async Task A_credential_is_passed_on_as_it_is()
    {
        var credential = JsonDocument.Parse("""{"id":"x","response":{"clientDataJSON":"y"}}""").RootElement;
        await Assert.ThrowsAsync<SecureAuthException>(() => _server.Client().SignInWithPasskeyAsync("t", credential));

        Assert.Equal(
            """{"challenge_token":"t","credential":{"id":"x","response":{"clientDataJSON":"y"}}}""",
            Assert.Single(_server.Requests).Body);
    }

    [Fact]
    public async Task The_credentials_of_a_service_are_form_encoded_before_they_are_joined()
    {
        var server = new FakeServer(_ => FakeServer.Json("""{"active":false}"""));
        var service = new ResourceServerClient(server.Http(), "orders", "a b:c%");

        Assert.False((await service.IntrospectAsync("a.b.c")).Active);

        var request = Assert.Single(server.Requests);
        var pair = Convert.FromBase64String(request.Authorization!["Basic ".Length..]);
        Assert.Equal("orders:a+b%3Ac%25", System.Text.Encoding.UTF8.GetString(pair));
        Assert.Equal("token=a.b.c", request.Body);
    }

    [Fact]
    public async Task A_page_of_revocations_is_asked_for_with_a_cursor_and_a_wait()
    {
        var server = new FakeServer(_ => FakeServer.Json(
            """
            {
              "cursor": "c2", "reset": false, "more": true, "epoch": 0, "first_session": null,
              "sessions": [{ "id": "019acd3e-1a2b-7000-8000-000000000001", "revoked_at": "2026-11-29T10:15:00.123456Z" }]
            }
            """));

        var page = await new ResourceServerClient(server.Http(), "orders", "secret")
            .ListRevocationsAsync("c1", TimeSpan.FromSeconds(20));

        Assert.Equal("?wait=20&since=c1", Assert.Single(server.Requests).Uri.Query);
        Assert.Equal("c2", page.Cursor);
        Assert.True(page.More);
        Assert.Equal("019acd3e-1a2b-7000-8000-000000000001", Assert.Single(page.Sessions).Id);
    }
}
