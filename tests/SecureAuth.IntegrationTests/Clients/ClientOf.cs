using SecureAuth.Client;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>The C# client of an instance, with a client address of its own.</summary>
internal static class ClientOf
{
    public static SecureAuthClient Create(Uri server, params DelegatingHandler[] handlers) => new(Http(server, handlers));

    public static HttpClient Http(Uri server, params DelegatingHandler[] handlers)
    {
        HttpMessageHandler handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        foreach (var outer in handlers.Reverse())
        {
            outer.InnerHandler = handler;
            handler = outer;
        }

        var http = new HttpClient(handler) { BaseAddress = server };
        http.DefaultRequestHeaders.Add("X-Forwarded-For", TestClient.NewAddress());
        http.DefaultRequestHeaders.UserAgent.ParseAdd("secureauth-client-tests/1.0");
        return http;
    }

    /// <summary>A new user who is signed in.</summary>
    public static async Task<(NewUser Account, TokenPair Tokens)> SignInAsync(SecureAuthClient auth)
    {
        var account = NewUser.Create();
        await auth.RegisterAsync(account.Email, account.Password, account.DisplayName);
        var outcome = await auth.SignInAsync(account.Email, account.Password);
        return (account, Assert.IsType<SignInOutcome.SignedIn>(outcome).Tokens);
    }

    /// <summary>A new user's session with its own store.</summary>
    public static async Task<SecureAuthSession> SessionAsync(
        SecureAuthClient auth, ITokenStore? store = null, TimeProvider? time = null)
    {
        var session = new SecureAuthSession(auth, store ?? new InMemoryTokenStore(), time: time);
        await session.StartAsync((await SignInAsync(auth)).Tokens);
        return session;
    }
}
