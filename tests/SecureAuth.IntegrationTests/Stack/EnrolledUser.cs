using System.Net;

namespace SecureAuth.IntegrationTests.Stack;

/// <summary>A user with an enabled authenticator app, who signed in with a password just before the set-up.</summary>
internal sealed record EnrolledUser(
    Database Database, SignedInUser User, AuthenticatorApp App, IReadOnlyList<string> RecoveryCodes)
{
    public TestClient Client => User.Client;

    public Guid Id => User.Id;

    public static Task<EnrolledUser> CreateAsync(TestSystem system) => CreateAsync(system.Database, system.NewClient());

    /// <param name="database">The database of the client's instance.</param>
    /// <param name="client">The new user's client.</param>
    public static async Task<EnrolledUser> CreateAsync(Database database, TestClient client) =>
        await CreateAsync(database, await SignedInUser.CreateAsync(client));

    public static async Task<EnrolledUser> CreateAsync(Database database, SignedInUser user)
    {
        var setUp = await user.Client.SetUpAsync(user.AccessToken);
        Assert.True(setUp.Status == HttpStatusCode.OK, setUp.ToString());
        var app = new AuthenticatorApp(setUp["secret"]);
        var verified = await user.Client.VerifyAsync(user.AccessToken, app.Code());
        Assert.True(verified.Status == HttpStatusCode.OK, verified.ToString());
        return new EnrolledUser(database, user, app, CodesOf(verified));
    }

    public static IReadOnlyList<string> CodesOf(Response response) =>
        [.. response.Json.GetProperty("recovery_codes").EnumerateArray().Select(code => code.GetString()!)];

    /// <summary>An unused code. Instead of waiting for the next step, this forgets the last used one.</summary>
    public async Task<string> UnusedCodeAsync()
    {
        await Database.ExecuteAsync("UPDATE totp_credentials SET last_used_step = 0 WHERE user_id = $1", Id);
        return App.Code();
    }

    /// <summary>The temporary token of a sign-in with the correct password.</summary>
    public async Task<string> ChallengeAsync()
    {
        var response = await Client.LoginAsync(User.Account);
        Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
        return response["temp_token"];
    }

    /// <summary>A session that was started with both factors.</summary>
    public async Task<SignedInUser> SignInAsync()
    {
        var response = await Client.CompleteAsync(await ChallengeAsync(), await UnusedCodeAsync());
        Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
        return User with
        {
            SessionId = Guid.Parse(response["session_id"]),
            AccessToken = response["access_token"],
            RefreshToken = response["refresh_token"],
        };
    }
}
