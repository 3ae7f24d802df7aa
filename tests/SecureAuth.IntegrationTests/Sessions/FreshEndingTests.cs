using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Sessions;

/// <summary>An instance that demands recent credentials of whoever ends sessions.</summary>
public sealed class FreshEndingTests(TestSystem system)
{
    [Fact]
    public async Task Ending_sessions_needs_recent_credentials_if_that_is_set()
    {
        await using var api = await system.StartApiAsync(("Sessions__EndingRequiresFresh", "true"));
        var user = await SignedInUser.CreateAsync(new TestClient(api));
        var second = await user.SignInAgainAsync();
        var third = await user.SignInAgainAsync();
        user = await user.StaleAsync(system);

        Problems.Is("reauthentication_required", await user.Client.EndSessionAsync(user.AccessToken, second.SessionId));
        Problems.Is("reauthentication_required", await user.Client.EndOtherSessionsAsync(user.AccessToken));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.SessionsAsync(user.AccessToken)).Status);
        Assert.Equal(HttpStatusCode.OK, (await second.Client.MeAsync(second.AccessToken)).Status);

        var fresh = (await user.Client.ReauthenticateAsync(user.AccessToken, user.Account.Password))["access_token"];
        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.EndSessionAsync(fresh, second.SessionId)).Status);
        await second.IsSignedOutAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.EndOtherSessionsAsync(fresh)).Status);
        await third.IsSignedOutAsync();
    }
}
