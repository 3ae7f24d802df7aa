using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A client of one instance, at an address of its own, so that no two tests share a rate limit.</summary>
internal sealed class TestClient(HttpClient http)
{
    private static readonly JsonSerializerOptions Json = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private static int _clients;

    public TestClient(ApiProcess api)
        : this(api.Http)
    {
    }

    /// <summary>As the proxy in front of the API would name it.</summary>
    public string Address { get; init; } = NewAddress();

    /// <summary>The instance that it calls.</summary>
    public Uri Server => http.BaseAddress!;

    public string? UserAgent { get; init; } = "secureauth-tests/1.0";

    /// <summary>This client, through another replica.</summary>
    public TestClient Through(ApiProcess other) => new(other) { Address = Address, UserAgent = UserAgent };

    public Task<Answer> RegisterAsync(string email, string password, string? displayName = null) => PostAsync(
        "/api/v1/auth/register", new { email, password, display_name = displayName });

    public Task<Answer> RegisterAsync(NewUser user) => RegisterAsync(user.Email, user.Password, user.DisplayName);

    public Task<Answer> LoginAsync(string email, string password) => PostAsync("/api/v1/auth/login", new { email, password });

    public Task<Answer> LoginAsync(NewUser user) => LoginAsync(user.Email, user.Password);

    public Task<Answer> RefreshAsync(string refreshToken) =>
        PostAsync("/api/v1/auth/refresh", new { refresh_token = refreshToken });

    public Task<Answer> MeAsync(string? accessToken) =>
        SendAsync(Request(HttpMethod.Get, "/api/v1/users/me", accessToken));

    /// <summary>Without a body if there is nothing to put into it.</summary>
    public Task<Answer> LogoutAsync(string? accessToken = null, string? refreshToken = null, bool? all = null)
    {
        var request = Request(HttpMethod.Post, "/api/v1/auth/logout", accessToken);
        if (refreshToken is not null || all is not null)
        {
            request.Content = JsonContent.Create(new { refresh_token = refreshToken, all }, options: Json);
        }

        return SendAsync(request);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(Request(HttpMethod.Get, path));

    /// <summary>A member that is null is left out.</summary>
    public Task<Answer> PostAsync(string path, object body)
    {
        var request = Request(HttpMethod.Post, path);
        request.Content = JsonContent.Create(body, options: Json);
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

    /// <summary>Adds the client's address and user agent, unless the request has its own.</summary>
    public async Task<Answer> SendAsync(HttpRequestMessage request)
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
            using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
            return await Answer.ReadAsync(answer);
        }
    }

    private static string NewAddress()
    {
        var number = Interlocked.Increment(ref _clients);
        return $"10.{number >> 16}.{(number >> 8) & 255}.{number & 255}";
    }
}
