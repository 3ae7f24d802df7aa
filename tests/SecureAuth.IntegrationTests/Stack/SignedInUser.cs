using System.Net;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A registered user with a session.</summary>
internal sealed record SignedInUser(TestClient Client, NewUser Account, Guid Id, Guid SessionId, string AccessToken, string RefreshToken)
{
    public static async Task<SignedInUser> CreateAsync(TestClient client)
    {
        var account = NewUser.Create();
        var registered = await client.RegisterAsync(account);
        Assert.True(registered.Status == HttpStatusCode.Created, registered.ToString());
        return await SignInAsync(client, account, Guid.Parse(registered["id"]));
    }

    /// <summary>The same user's next session.</summary>
    public Task<SignedInUser> SignInAgainAsync() => SignInAsync(Client, Account, Id);

    private static async Task<SignedInUser> SignInAsync(TestClient client, NewUser account, Guid id)
    {
        var signedIn = await client.LoginAsync(account);
        Assert.True(signedIn.Status == HttpStatusCode.OK, signedIn.ToString());
        return new SignedInUser(
            client, account, id, Guid.Parse(signedIn["session_id"]), signedIn["access_token"], signedIn["refresh_token"]);
    }
}
