using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>A user with an authenticator app in force, signed in by password just before it was set up.</summary>
internal sealed record EnrolledUser(TestSystem System, SignedInUser User, AuthenticatorApp App, IReadOnlyList<string> RecoveryCodes)
{
    public TestClient Client => User.Client;

    public Guid Id => User.Id;

    public static async Task<EnrolledUser> CreateAsync(TestSystem system, TestClient? client = null)
    {
        var user = await SignedInUser.CreateAsync(client ?? system.NewClient());
        var setUp = await user.Client.SetUpAsync(user.AccessToken);
        Assert.True(setUp.Status == HttpStatusCode.OK, setUp.ToString());
        var app = new AuthenticatorApp(setUp["secret"]);
        var verified = await user.Client.VerifyAsync(user.AccessToken, app.Code());
        Assert.True(verified.Status == HttpStatusCode.OK, verified.ToString());
        return new EnrolledUser(system, user, app, CodesOf(verified));
    }

    public static IReadOnlyList<string> CodesOf(Answer answer) =>
        [.. answer.Json.GetProperty("recovery_codes").EnumerateArray().Select(code => code.GetString()!)];

    /// <summary>A code that has not been used: instead of waiting for the next step, the last used one is forgotten.</summary>
    public async Task<string> UnusedCodeAsync()
    {
        await System.Database.ExecuteAsync("UPDATE totp_credentials SET last_used_step = 0 WHERE user_id = $1", Id);
        return App.Code();
    }

    /// <summary>The temporary token of a sign-in whose password was right.</summary>
    public async Task<string> ChallengeAsync()
    {
        var answer = await Client.LoginAsync(User.Account);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        return answer["temp_token"];
    }

    /// <summary>A session that has shown both factors.</summary>
    public async Task<SignedInUser> SignInAsync()
    {
        var answer = await Client.CompleteAsync(await ChallengeAsync(), await UnusedCodeAsync());
        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        return User with
        {
            SessionId = Guid.Parse(answer["session_id"]),
            AccessToken = answer["access_token"],
            RefreshToken = answer["refresh_token"],
        };
    }
}
