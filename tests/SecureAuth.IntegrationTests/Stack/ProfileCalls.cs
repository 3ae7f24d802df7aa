using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>Registrations and changes with members that an operator has configured.</summary>
internal static class ProfileCalls
{
    public static Task<Response> RegisterAsync(
        this TestClient client, NewUser user, object? fields = null, string? username = null) =>
        client.PostAsync("/api/v1/auth/register", new { email = user.Email, password = user.Password, fields, username });

    /// <summary>A registered user with a session.</summary>
    public static async Task<SignedInUser> CreateAsync(
        this TestClient client, object? fields = null, string? username = null)
    {
        var user = NewUser.Create();
        var registered = await client.RegisterAsync(user, fields ?? new { company = "Acme" }, username);
        Assert.True(registered.Status == HttpStatusCode.Created, registered.ToString());
        var signedIn = await client.LoginAsync(user);
        Assert.True(signedIn.Status == HttpStatusCode.OK, signedIn.ToString());
        return new SignedInUser(
            client, user, Guid.Parse(registered["id"]), Guid.Parse(signedIn["session_id"]), signedIn["access_token"],
            signedIn["refresh_token"]);
    }

    /// <summary>Sends the body as it is.</summary>
    public static Task<Response> PatchAsync(this TestClient client, string accessToken, string body)
    {
        var request = TestClient.Request(HttpMethod.Patch, "/api/v1/users/me", accessToken);
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return client.SendAsync(request);
    }

    public static Task<Response> LoginByNameAsync(this TestClient client, string username, string password) =>
        client.PostAsync("/api/v1/auth/login", new { username, password });
}
