using System.Diagnostics;
using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Sessions;

internal static class EndedSession
{
    private static readonly TimeSpan RevocationBound = TimeSpan.FromSeconds(1);

    /// <summary>Every replica may accept an ended session's access token for one more second, and no longer.</summary>
    public static async Task IsRefusedWithinASecondAsync(this SignedInUser ended, params RunningApi[] replicas)
    {
        var watch = Stopwatch.StartNew();
        foreach (var client in replicas.Select(ended.Client.Through))
        {
            Response response;
            TimeSpan asked;
            do
            {
                asked = watch.Elapsed;
                response = await client.MeAsync(ended.AccessToken);
            }
            while (response.Status == HttpStatusCode.OK && asked <= RevocationBound);

            Problems.Is("invalid_token", response);
        }
    }

    /// <summary>The user's live sessions as the API lists them.</summary>
    public static async Task<IReadOnlyList<Guid>> SessionIdsAsync(this SignedInUser user) =>
    [
        .. (await user.Client.SessionsAsync(user.AccessToken)).Json.GetProperty("sessions").EnumerateArray()
            .Select(session => session.GetProperty("id").GetGuid()),
    ];
}
