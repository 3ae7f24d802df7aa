using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Shutdown;

/// <summary>
/// A client as a load balancer makes it: it asks for <c>/health</c>, and while that is 200 it sends requests on connections that
/// it keeps.
/// </summary>
internal sealed class FollowingClient(RunningApi api, string accessToken) : IDisposable
{
    private readonly HttpClient _probe = NewClient(api);
    private readonly HttpClient _requests = NewClient(api);

    public int Served { get; private set; }

    /// <summary>Ends when <c>/health</c> is no longer 200. A request that gets no answer is an exception.</summary>
    public async Task RunAsync()
    {
        while (await IsReadyAsync())
        {
            using var request = TestClient.Request(HttpMethod.Get, "/api/v1/users/me", accessToken);
            using var response = await _requests.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Served++;
        }
    }

    public void Dispose()
    {
        _probe.Dispose();
        _requests.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        using var response = await _probe.GetAsync("/health");
        return response.StatusCode == HttpStatusCode.OK;
    }

    private static HttpClient NewClient(RunningApi api) => new() { BaseAddress = api.Address };
}
