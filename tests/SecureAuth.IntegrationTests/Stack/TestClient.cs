using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A client of one instance with its own address, so that no two tests share a rate limit.</summary>
internal sealed class TestClient(HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static int _clients;

    public TestClient(RunningApi api)
        : this(api.Http)
    {
    }

    /// <summary>The client address that the proxy in front of the API would report.</summary>
    public string Address { get; init; } = NewAddress();

    /// <summary>The instance that this client calls.</summary>
    public Uri Server => http.BaseAddress!;

    public string? UserAgent { get; init; } = "secureauth-tests/1.0";

    /// <summary>The same client calling another replica.</summary>
    public TestClient Through(RunningApi other) => new(other) { Address = Address, UserAgent = UserAgent };

    public Task<Response> RegisterAsync(string email, string password, string? displayName = null) =>
        PostAsync("/api/v1/auth/register", new { email, password, display_name = displayName });

    public Task<Response> RegisterAsync(NewUser user) => RegisterAsync(user.Email, user.Password, user.DisplayName);

    /// <summary>Registers with an invitation.</summary>
    public Task<Response> RegisterAsync(NewUser user, string? invitationToken) => PostAsync(
        "/api/v1/auth/register",
        new
        {
            email = user.Email,
            password = user.Password,
            display_name = user.DisplayName,
            invitation_token = invitationToken,
        });

    public Task<Response> InviteAsync(string? accessToken, string email) =>
        PostAsync("/api/v1/invitations", new { email }, accessToken);

    public Task<Response> LoginAsync(
        string email, string password, string? deviceToken = null, string? deviceName = null) => PostAsync(
        "/api/v1/auth/login", new { email, password, device_token = deviceToken, device_name = deviceName });

    public Task<Response> LoginAsync(NewUser user, string? deviceToken = null, string? deviceName = null) =>
        LoginAsync(user.Email, user.Password, deviceToken, deviceName);

    /// <summary>The second step of a sign-in.</summary>
    public Task<Response> CompleteAsync(string tempToken, string code, string? method = null) =>
        PostAsync("/api/v1/auth/login/2fa", new { temp_token = tempToken, method, code });

    public Task<Response> RefreshAsync(string refreshToken) =>
        PostAsync("/api/v1/auth/refresh", new { refresh_token = refreshToken });

    /// <summary>Sends no body if it would be empty.</summary>
    public Task<Response> LogoutAsync(string? accessToken = null, string? refreshToken = null, bool? all = null) => PostAsync(
        "/api/v1/auth/logout",
        refreshToken is null && all is null ? null : new { refresh_token = refreshToken, all },
        accessToken);

    public Task<Response> ReauthenticateAsync(string? accessToken, string? password = null, string? code = null) =>
        PostAsync("/api/v1/auth/reauthenticate", new { password, code }, accessToken);

    public Task<Response> VerifyEmailAsync(string? token) => PostAsync("/api/v1/auth/email/verify", new { token });

    public Task<Response> ResendAsync(string email) => PostAsync("/api/v1/auth/email/resend", new { email });

    public Task<Response> ForgotAsync(string email) => PostAsync("/api/v1/auth/password/forgot", new { email });

    public Task<Response> ResetAsync(string? token, string newPassword) =>
        PostAsync("/api/v1/auth/password/reset", new { token, new_password = newPassword });

    public Task<Response> ChangeEmailAsync(string accessToken, string newEmail) =>
        PostAsync("/api/v1/users/me/email", new { new_email = newEmail }, accessToken);

    public Task<Response> RestoreEmailAsync(string? token) => PostAsync("/api/v1/auth/email/restore", new { token });

    public Task<Response> MeAsync(string? accessToken) => GetAsync("/api/v1/users/me", accessToken);

    public Task<Response> ChangePasswordAsync(string accessToken, string current, string chosen) => PostAsync(
        "/api/v1/users/me/password", new { current_password = current, new_password = chosen }, accessToken);

    public Task<Response> SetUpAsync(string accessToken) => PostAsync("/api/v1/users/me/2fa/setup", null, accessToken);

    public Task<Response> VerifyAsync(string accessToken, string code) =>
        PostAsync("/api/v1/users/me/2fa/verify", new { code }, accessToken);

    public Task<Response> DisableAsync(string accessToken, string code) =>
        PostAsync("/api/v1/users/me/2fa/disable", new { code }, accessToken);

    public Task<Response> RenewRecoveryCodesAsync(string accessToken) =>
        PostAsync("/api/v1/users/me/2fa/recovery-codes", null, accessToken);

    public Task<Response> SessionsAsync(string accessToken) => GetAsync("/api/v1/users/me/sessions", accessToken);

    public Task<Response> EndSessionAsync(string accessToken, Guid id) =>
        CallAsync(HttpMethod.Delete, $"/api/v1/users/me/sessions/{id}", null, accessToken);

    public Task<Response> EndOtherSessionsAsync(string accessToken) =>
        CallAsync(HttpMethod.Delete, "/api/v1/users/me/sessions", null, accessToken);

    public Task<Response> GetAsync(string path, string? accessToken = null) => CallAsync(HttpMethod.Get, path, null, accessToken);

    public Task<Response> PostAsync(string path, object? body, string? accessToken = null) =>
        CallAsync(HttpMethod.Post, path, body, accessToken);

    /// <summary>Omits the members of the body that are null.</summary>
    public Task<Response> CallAsync(HttpMethod method, string path, object? body = null, string? accessToken = null)
    {
        var request = Request(method, path, accessToken);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, options: Json);
        }

        return SendAsync(request);
    }

    public static HttpRequestMessage Request(HttpMethod method, string path, string? accessToken = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (accessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        return request;
    }

    /// <summary>Adds the client's address and user agent unless the request has its own.</summary>
    public async Task<Response> SendAsync(HttpRequestMessage request)
    {
        if (!request.Headers.Contains("X-Forwarded-For"))
        {
            request.Headers.Add("X-Forwarded-For", Address);
        }

        if (UserAgent is not null && request.Headers.UserAgent.Count == 0)
        {
            request.Headers.UserAgent.ParseAdd(UserAgent);
        }

        using (request)
        {
            using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return await Response.ReadAsync(response);
        }
    }

    public static string NewAddress()
    {
        var number = Interlocked.Increment(ref _clients);
        return $"10.{number >> 16}.{(number >> 8) & 255}.{number & 255}";
    }
}
