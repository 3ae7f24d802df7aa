using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Core.Keys;
using SecureAuth.Core.Sessions;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Sessions;

/// <summary>
/// A replica whose clock stands still after its start. It reads nothing any more, and takes what it has read for fresh, so it
/// learns of revocations only from messages.
/// </summary>
internal sealed class StillReplica : IAsyncDisposable
{
    private static readonly TimeSpan ReadInterval = TimeSpan.FromMilliseconds(300);

    private readonly InProcessApi _api;
    private readonly HttpClient _client;

    private StillReplica(TestSystem system, IReadOnlyDictionary<string, string>? settings)
    {
        _api = new InProcessApi(settings ?? system.Settings.ForApi(), Time);
        _client = _api.CreateClient();
    }

    public HttpClient Http => _client;

    public IServiceProvider Services => _api.Services;

    public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>Starts a replica and waits until it has read the revocations.</summary>
    public static async Task<StillReplica> StartAsync(TestSystem system, IReadOnlyDictionary<string, string>? settings = null)
    {
        var replica = new StillReplica(system, settings);
        await replica.CatchUpAsync();
        return replica;
    }

    public async Task<HttpStatusCode> StatusAsync(SignedInUser user)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/users/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", user.AccessToken);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    /// <summary>
    /// Waits until a sign-out on another instance reaches this replica. A message may be lost, and the next sign-out sends
    /// another.
    /// </summary>
    public Task HearsOfSignOutsAsync(TestClient other) => Eventually.IsTrueAsync(
        async () =>
        {
            await CatchUpAsync();
            var user = await SignedInUser.CreateAsync(other);
            if (await StatusAsync(user) != HttpStatusCode.OK)
            {
                return false;
            }

            await other.LogoutAsync(user.AccessToken);
            return await StatusAsync(user) == HttpStatusCode.Unauthorized;
        },
        "the replica hears of a sign-out");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    /// <summary>Sets the clock, by which new tokens would be valid only later, and reads the revocations.</summary>
    private async Task CatchUpAsync()
    {
        if (TimeProvider.System.GetUtcNow() is var now && now > Time.GetUtcNow())
        {
            Time.SetUtcNow(now);
        }

        var keys = _api.Services.GetRequiredService<SigningKeyRing>();
        var revocations = _api.Services.GetRequiredService<RevocationList>();
        await Eventually.IsTrueAsync(
            () =>
            {
                if (keys is { SigningKey: not null, AreFresh: true } && revocations.CopyAge == TimeSpan.Zero)
                {
                    return true;
                }

                Time.Advance(ReadInterval);
                return false;
            },
            "the keys and the revocations are read");
    }
}
