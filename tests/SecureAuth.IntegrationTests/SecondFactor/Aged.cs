using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>Sessions go by the times in their rows: moving these is waiting.</summary>
internal static class Aged
{
    /// <summary>The same session with a token whose <c>auth_time</c> is no longer fresh.</summary>
    public static async Task<SignedInUser> StaleAsync(this SignedInUser user, TestSystem system)
    {
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET authenticated_at = authenticated_at - interval '5 minutes 1 second' WHERE id = $1", user.SessionId);
        return await user.RefreshedAsync();
    }

    /// <summary>The same session with its next tokens.</summary>
    public static async Task<SignedInUser> RefreshedAsync(this SignedInUser user)
    {
        var answer = await user.Client.RefreshAsync(user.RefreshToken);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.ToString());
        return user with { AccessToken = answer["access_token"], RefreshToken = answer["refresh_token"] };
    }
}
