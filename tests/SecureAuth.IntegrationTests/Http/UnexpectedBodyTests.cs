using System.Net;
using System.Text;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Http;

/// <summary>Bodies sent to operations that expect none.</summary>
public sealed class UnexpectedBodyTests(TestSystem system)
{
    public static readonly TheoryData<string, string> Calls = new()
    {
        { "GET", "/api/v1/users/me" },
        { "GET", "/api/v1/users/me/sessions" },
        { "DELETE", "/api/v1/users/me/sessions" },
        { "DELETE", "/api/v1/users/me/sessions/01990a7d-0b1c-7e2d-8c3e-4f5a6b7c8d9e" },
        { "POST", "/api/v1/users/me/2fa/setup" },
        { "POST", "/api/v1/users/me/2fa/recovery-codes" },
        { "GET", "/.well-known/jwks.json" },
        { "GET", "/health" },
    };

    private readonly TestClient _client = system.NewClient();

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_unknown_member_is_refused_by_name(string method, string path)
    {
        var user = await SignedInUser.CreateAsync(_client);

        var response = await SendAsync(method, path, user, """{"all":true}""");

        Problems.IsInvalid("all", response);
        Assert.Equal(["not_acceptable"], response.ErrorsOf("all"));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_optional_body_may_be_absent_or_an_empty_object(string method, string path)
    {
        var user = await SignedInUser.CreateAsync(_client);
        foreach (var body in new[] { "", " ", "\r\n\t ", "{}", " { } " })
        {
            var response = await SendAsync(method, path, user, body);

            Assert.NotEqual(HttpStatusCode.BadRequest, response.Status);
            Assert.NotEqual(HttpStatusCode.UnsupportedMediaType, response.Status);
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{}x")]
    [InlineData("nothing")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"<script>\":1}")]
    public async Task A_body_that_is_not_an_object_is_malformed(string body)
    {
        var user = await SignedInUser.CreateAsync(_client);

        Assert.Equal(["malformed"], (await SendAsync("DELETE", "/api/v1/users/me/sessions", user, body)).ErrorsOf("body"));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_large_or_wrongly_typed_optional_body_is_refused_as_everywhere(string method, string path)
    {
        var user = await SignedInUser.CreateAsync(_client);

        Problems.Is("payload_too_large", await SendAsync(method, path, user, new string(' ', (16 * 1024) + 1)));
        Problems.Is("unsupported_media_type", await SendAsync(method, path, user, "{}", "text/plain"));
        Problems.Is("unsupported_media_type", await SendAsync(method, path, user, "{}", contentType: null));
    }

    [Fact]
    public async Task An_empty_chunked_body_needs_no_media_type()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var request = TestClient.Request(HttpMethod.Delete, "/api/v1/users/me/sessions", user.AccessToken);
        request.Headers.TransferEncodingChunked = true;
        request.Content = new StreamContent(new MemoryStream());

        Assert.Equal(HttpStatusCode.NoContent, (await _client.SendAsync(request)).Status);
    }

    [Fact]
    public async Task An_unknown_member_is_refused_before_anything_is_done()
    {
        var user = await SignedInUser.CreateAsync(_client);
        var other = await user.SignInAgainAsync();

        Problems.IsInvalid("except", await SendAsync("DELETE", "/api/v1/users/me/sessions", user, """{"except":"x"}"""));

        Assert.Equal(HttpStatusCode.OK, (await _client.MeAsync(other.AccessToken)).Status);
    }

    [Fact]
    public async Task A_missing_token_is_reported_before_an_invalid_body() => Problems.Is(
        "invalid_token", await SendAsync("DELETE", "/api/v1/users/me/sessions", user: null, """{"except":"x"}"""));

    private Task<Response> SendAsync(
        string method, string path, SignedInUser? user, string body, string? contentType = "application/json")
    {
        var request = TestClient.Request(new HttpMethod(method), path, user?.AccessToken);
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return _client.SendAsync(request);
    }
}
