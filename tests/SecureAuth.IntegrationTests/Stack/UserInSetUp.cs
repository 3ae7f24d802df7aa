using System.Net;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A user who has sent the right password and must set up a second factor.</summary>
internal sealed record UserInSetUp(TestClient Client, NewUser Account, Guid Id, string SetUpToken)
{
    /// <param name="client">A client of an instance that requires a second factor.</param>
    public static async Task<UserInSetUp> CreateAsync(TestClient client)
    {
        var account = NewUser.Create();
        var registered = await client.RegisterAsync(account);
        Assert.True(registered.Status == HttpStatusCode.Created, registered.ToString());
        return new UserInSetUp(client, account, Guid.Parse(registered["id"]), await SignInAsync(client, account));
    }

    /// <summary>Sends the password again, which returns another token.</summary>
    public async Task<UserInSetUp> AgainAsync() => this with { SetUpToken = await SignInAsync(Client, Account) };

    /// <summary>Begins the set-up of an authenticator app.</summary>
    public async Task<AuthenticatorApp> BeginAsync()
    {
        var setUp = await Client.SetUpAsync(SetUpToken);
        Assert.True(setUp.Status == HttpStatusCode.OK, setUp.ToString());
        return new AuthenticatorApp(setUp["secret"]);
    }

    /// <summary>Sets an authenticator app up.</summary>
    public async Task<(SignedInUser Session, AuthenticatorApp App, Response Verified)> CompleteAsync()
    {
        var app = await BeginAsync();
        var verified = await Client.VerifyAsync(SetUpToken, app.Code());
        Assert.True(verified.Status == HttpStatusCode.OK, verified.ToString());
        return (SessionOf(verified), app, verified);
    }

    /// <summary>The session whose tokens a response contains.</summary>
    public SignedInUser SessionOf(Response response) => new(
        Client, Account, Id, Guid.Parse(response["session_id"]), response["access_token"], response["refresh_token"]);

    private static async Task<string> SignInAsync(TestClient client, NewUser account)
    {
        var response = await client.LoginAsync(account);
        Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
        return response["setup_token"];
    }
}
