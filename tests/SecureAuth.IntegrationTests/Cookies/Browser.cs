using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Cookies;

/// <summary>A browser with its cookies. It shows one page at a time, and several of its requests may be under way.</summary>
internal sealed class Browser(TestClient client)
{
    public const string Access = "__Host-secureauth-access";

    public const string Refresh = "__Secure-secureauth-refresh";

    public const string Device = "__Secure-secureauth-device";

    public static readonly object InCookies = new { transport = "cookie" };

    public Page Page { get; init; } = Page.Own;

    public TestClient Client => client;

    public ConcurrentDictionary<string, StoredCookie> Jar { get; private init; } = new(StringComparer.Ordinal);

    public string this[string cookie] => Jar[cookie].Value;

    public Guid SessionId => Claims.Of(this[Access]).SessionId;

    /// <summary>The same cookies, used by another page.</summary>
    public Browser On(Page page) => new(client) { Page = page, Jar = Jar };

    /// <summary>The same browser calling another replica.</summary>
    public Browser Through(TestClient other) => new(other) { Page = Page, Jar = Jar };

    /// <summary>Another browser with a copy of the cookies, as they are now.</summary>
    public Browser Copy() => new(client) { Page = Page, Jar = new(Jar, StringComparer.Ordinal) };

    /// <summary>Stores tokens as if this server had set their cookies.</summary>
    public void Hold(string access, string refresh)
    {
        Jar[Access] = StoredCookie.Parse($"{Access}={access}; Path=/");
        Jar[Refresh] = StoredCookie.Parse($"{Refresh}={refresh}; Path=/api/v1/auth");
    }

    public Task<Response> LoginAsync(NewUser user) =>
        PostAsync("/api/v1/auth/login", new { email = user.Email, password = user.Password, transport = "cookie" });

    /// <summary>A browser in which a new user is signed in.</summary>
    public static async Task<Browser> SignedInAsync(TestClient client)
    {
        var browser = new Browser(client);
        var response = await browser.LoginAsync(await NewUser.RegisterAsync(client));
        Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
        return browser;
    }

    public Task<Response> MeAsync() => GetAsync("/api/v1/users/me");

    public Task<Response> RefreshAsync() => PostAsync("/api/v1/auth/refresh", InCookies);

    public Task<Response> LogoutAsync() => PostAsync("/api/v1/auth/logout", InCookies);

    public Task<Response> GetAsync(string path) => SendAsync(TestClient.Request(HttpMethod.Get, path));

    public Task<Response> DeleteAsync(string path) => SendAsync(TestClient.Request(HttpMethod.Delete, path));

    public Task<Response> PostAsync(string path, object? body, string? bearer = null)
    {
        var request = TestClient.Request(HttpMethod.Post, path, bearer);
        request.Content = body is null ? null : JsonContent.Create(body);
        return SendAsync(request);
    }

    public async Task<Response> SendAsync(HttpRequestMessage request)
    {
        Page.Describe(request);
        var cookies = Jar.Values.Where(cookie => cookie.IsFor(request.RequestUri!.OriginalString))
            .Select(cookie => $"{cookie.Name}={cookie.Value}").ToList();
        if (cookies.Count > 0 && !request.Headers.Contains("Cookie"))
        {
            request.Headers.Add("Cookie", string.Join("; ", cookies));
        }

        var response = await client.SendAsync(request);
        foreach (var cookie in CookiesOf(response))
        {
            if (cookie.IsGone)
            {
                Jar.TryRemove(cookie.Name, out _);
            }
            else
            {
                Jar[cookie.Name] = cookie;
            }
        }

        return response;
    }

    public static IReadOnlyList<StoredCookie> CookiesOf(Response response) =>
        response.Headers.TryGetValues("Set-Cookie", out var values) ? [.. values.Select(StoredCookie.Parse)] : [];
}
