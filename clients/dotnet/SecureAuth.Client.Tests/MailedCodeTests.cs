using System.Net;

namespace SecureAuth.Client.Tests;

/// <summary>What the client asks for by mail, where mails carry codes and where they carry links.</summary>
public sealed class MailedCodeTests
{
    private static readonly RequestedCode Request = new("sarq_1", TimeSpan.FromMinutes(10));

    private readonly FakeServer _server = new(_ => new HttpResponseMessage(HttpStatusCode.NoContent));

    public static TheoryData<string, string> Paths => new()
    {
        { "auth/email/resend", "email" },
        { "auth/password/forgot", "email" },
        { "users/me/email", "new_email" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_request_for_a_mail_has_the_token_and_the_lifetime_of_its_code(string path, string member)
    {
        var server = new FakeServer(
            _ => FakeServer.Json("""{"request_token":"sarq_1","expires_in":600}""", HttpStatusCode.Accepted));

        Assert.Equal(Request, await AskAsync(server, path));

        var request = Assert.Single(server.Requests);
        Assert.Equal("/api/v1/" + path, request.Path);
        Assert.Equal($$"""{"{{member}}":"ann@example.com"}""", request.Body);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Where_mails_carry_links_there_is_no_code_and_the_request_may_choose_the_link(string path, string member)
    {
        var server = new FakeServer(_ => new HttpResponseMessage(HttpStatusCode.Accepted));

        Assert.Null(await AskAsync(server, path, "https://app.example.com"));

        Assert.Equal(
            $$"""{"{{member}}":"ann@example.com","link_base":"https://app.example.com"}""", Assert.Single(server.Requests).Body);
    }

    [Theory]
    [InlineData("""{"request_token":null,"expires_in":600}""")]
    [InlineData("""{"request_token":7}""")]
    [InlineData("""{"request_token":"sarq_1","expires_in":"soon"}""")]
    [InlineData("<html>")]
    public async Task A_code_that_cannot_be_read_is_an_unexpected_response(string body)
    {
        var server = new FakeServer(_ => FakeServer.Json(body, HttpStatusCode.Accepted));

        var error = await Assert.ThrowsAsync<SecureAuthException>(
            () => server.Client().ForgotPasswordAsync("ann@example.com"));

        Assert.Equal(ErrorCodes.UnexpectedResponse, error.Code);
    }

    [Fact]
    public async Task An_address_is_verified_with_a_token_or_with_a_code_and_its_request()
    {
        await _server.Client().VerifyEmailAsync("saot_1");
        await _server.Client().VerifyEmailAsync(Request, "40719263");

        Assert.Equal(
            ["""{"token":"saot_1"}""", """{"request_token":"sarq_1","code":"40719263"}"""],
            _server.Requests.Select(request => request.Body));
        Assert.All(_server.Requests, request => Assert.Equal("/api/v1/auth/email/verify", request.Path));
    }

    [Fact]
    public async Task A_password_is_reset_with_a_token_or_with_a_code_and_its_request()
    {
        await _server.Client().ResetPasswordAsync("saot_1", "a password");
        await _server.Client().ResetPasswordAsync(Request, "40719263", "a password");

        Assert.Equal(
            [
                """{"token":"saot_1","new_password":"a password"}""",
                """{"request_token":"sarq_1","code":"40719263","new_password":"a password"}""",
            ],
            _server.Requests.Select(request => request.Body));
        Assert.All(_server.Requests, request => Assert.Equal("/api/v1/auth/password/reset", request.Path));
    }

    private static Task<RequestedCode?> AskAsync(FakeServer server, string path, string? linkBase = null) => path switch
    {
        "auth/email/resend" => server.Client().ResendVerificationAsync("ann@example.com", linkBase),
        "auth/password/forgot" => server.Client().ForgotPasswordAsync("ann@example.com", linkBase),
        _ => server.Client().ForUser("token").ChangeEmailAsync("ann@example.com", linkBase),
    };
}
