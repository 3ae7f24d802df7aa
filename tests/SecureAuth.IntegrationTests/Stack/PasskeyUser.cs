using System.Net;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A user with a passkey, who signed in with a password before.</summary>
internal sealed record PasskeyUser(SignedInUser User, Authenticator Authenticator, string PasskeyId) : IDisposable
{
    public TestClient Client => User.Client;

    public Guid Id => User.Id;

    public static Task<PasskeyUser> CreateAsync(TestSystem system, bool rsa = false, bool synced = false) =>
        CreateAsync(system.NewClient(), rsa, synced);

    public static async Task<PasskeyUser> CreateAsync(TestClient client, bool rsa = false, bool synced = false) =>
        await CreateAsync(await SignedInUser.CreateAsync(client), rsa, synced);

    public static async Task<PasskeyUser> CreateAsync(SignedInUser user, bool rsa = false, bool synced = false)
    {
        var authenticator = new Authenticator(rsa, synced);
        var added = await user.Client.AddPasskeyAsync(user.AccessToken, authenticator);
        Assert.True(added.Status == HttpStatusCode.Created, added.ToString());
        return new PasskeyUser(user, authenticator, added["id"]);
    }

    public void Dispose() => Authenticator.Dispose();

    /// <summary>A new session, started with the passkey.</summary>
    public async Task<SignedInUser> SignInAsync()
    {
        var response = await Client.PasskeyLoginAsync(Authenticator);
        Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
        return User with
        {
            SessionId = Guid.Parse(response["session_id"]),
            AccessToken = response["access_token"],
            RefreshToken = response["refresh_token"],
        };
    }
}
