using System.Net;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A registered user with a session.</summary>
internal sealed record SignedInUser(
    TestClient Client, NewUser Account, Guid Id, Guid SessionId, string AccessToken, string RefreshToken)
{
    /// <summary>The token of the device of the last sign-in.</summary>
    public string? DeviceToken { get; private init; }

    public static Task<SignedInUser> CreateAsync(TestClient client) => CreateAsync(client, NewUser.Create());

    public static async Task<SignedInUser> CreateAsync(TestClient client, NewUser account)
    {
        var registered = await client.RegisterAsync(account);
        Assert.True(registered.Status == HttpStatusCode.Created, registered.ToString());
        return await SignInAsync(client, account, Guid.Parse(registered["id"]));
    }

    /// <summary>The same user's next session.</summary>
    public Task<SignedInUser> SignInAgainAsync(string? deviceToken = null) => SignInAsync(Client, Account, Id, deviceToken);

    /// <summary>The same session with its next tokens.</summary>
    public async Task<SignedInUser> RefreshedAsync()
    {
        var response = await Client.RefreshAsync(RefreshToken);
        Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
        return this with { AccessToken = response["access_token"], RefreshToken = response["refresh_token"] };
    }

    /// <summary>The same session with a token whose <c>auth_time</c> is no longer fresh: the row's time is moved.</summary>
    public async Task<SignedInUser> StaleAsync(TestSystem system)
    {
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET authenticated_at = authenticated_at - interval '5 minutes 1 second' WHERE id = $1", SessionId);
        return await RefreshedAsync();
    }

    /// <summary>Fails unless the API refuses both tokens within the second that a revocation may take.</summary>
    public Task IsSignedOutAsync() => Eventually.IsTrueAsync(
        async () => (await Client.MeAsync(AccessToken)).Status == HttpStatusCode.Unauthorized
            && (await Client.RefreshAsync(RefreshToken)).Status == HttpStatusCode.Unauthorized,
        "the session is over",
        TimeSpan.FromSeconds(1));

    private static async Task<SignedInUser> SignInAsync(
        TestClient client, NewUser account, Guid id, string? deviceToken = null)
    {
        var signedIn = await client.LoginAsync(account, deviceToken);
        Assert.True(signedIn.Status == HttpStatusCode.OK, signedIn.ToString());
        return new SignedInUser(
            client, account, id, Guid.Parse(signedIn["session_id"]), signedIn["access_token"], signedIn["refresh_token"])
        {
            // The version before the newest migration may know no devices.
            DeviceToken = signedIn.Json.TryGetProperty("device_token", out var device) ? device.GetString() : null,
        };
    }
}
