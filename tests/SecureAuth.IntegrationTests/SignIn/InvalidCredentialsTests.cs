using System.Net.Http.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SignIn;

public sealed class InvalidCredentialsTests(TestSystem system)
{
    private static readonly string[] Volatile = ["Date", "RateLimit"];

    private readonly TestClient _client = system.NewClient();

    [Fact]
    public async Task A_wrong_password_and_an_unknown_email_get_the_same_response_byte_for_byte()
    {
        var user = NewUser.Create();
        await _client.RegisterAsync(user);

        var wrong = await LoginAsync(user.Email, NewUser.StrongPassword());
        var unknown = await LoginAsync(NewUser.Create().Email, user.Password);

        Problems.Is("invalid_credentials", wrong);
        Assert.Equal(wrong.Body, unknown.Body);
        Assert.Equal(HeadersOf(wrong), HeadersOf(unknown));
    }

    [Fact]
    public async Task The_response_is_the_same_from_the_first_guess_to_the_lock()
    {
        var user = NewUser.Create();
        var stranger = NewUser.Create();
        await _client.RegisterAsync(user);

        for (var guess = 1; guess <= 7; guess++)
        {
            var wrong = await LoginAsync(user.Email, "not the password");
            var unknown = await LoginAsync(stranger.Email, "not the password");

            Problems.Is(guess <= 5 ? "invalid_credentials" : "account_locked", wrong);
            Assert.Equal(wrong.Body, unknown.Body);
            Assert.Equal(wrong.Header("Retry-After") is null, unknown.Header("Retry-After") is null);
        }
    }

    [Fact]
    public async Task A_failed_sign_in_sends_no_bearer_error()
    {
        var response = await _client.LoginAsync(NewUser.Create());

        Assert.DoesNotContain("invalid_token", response.Header("WWW-Authenticate"), StringComparison.Ordinal);
    }

    /// <summary>Uses one request id, so that no member may differ.</summary>
    private Task<Response> LoginAsync(string email, string password)
    {
        var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/login");
        request.Headers.Add("X-Request-Id", "the-same-for-both");
        request.Content = JsonContent.Create(new { email, password });
        return _client.SendAsync(request);
    }

    private static string HeadersOf(Response response) => string.Join('\n', response.Headers
        .Concat(response.ContentHeaders)
        .Where(header => !Volatile.Contains(header.Key))
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"));
}
