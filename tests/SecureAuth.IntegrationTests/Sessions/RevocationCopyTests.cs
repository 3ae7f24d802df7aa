using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SecureAuth.Core.Sessions;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Sessions;

/// <summary>
/// A replica whose clock stands still after its start reads nothing any more, and takes what it has read for fresh. It learns
/// only from messages.
/// </summary>
public sealed class RevocationCopyTests(TestSystem system)
{
    private static readonly TimeSpan ReadInterval = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Another_replica_learns_of_a_sign_out_by_a_message()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await using var still = await StillAsync();
        Assert.Equal(HttpStatusCode.OK, await still.StatusAsync(user));

        await user.Client.LogoutAsync(user.AccessToken);

        await Eventually.IsTrueAsync(
            async () => await still.StatusAsync(user) == HttpStatusCode.Unauthorized, "the replica refuses the token");
    }

    [Fact]
    public async Task Without_a_message_a_revocation_holds_when_the_copy_is_a_second_old()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await using var still = await StillAsync();
        await system.Database.ExecuteAsync(
            "UPDATE sessions SET revoked_at = clock_timestamp(), revoked_xid = pg_current_xact_id() WHERE id = $1",
            user.SessionId);
        Assert.Equal(HttpStatusCode.OK, await still.StatusAsync(user));

        still.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(HttpStatusCode.Unauthorized, await still.StatusAsync(user));
    }

    /// <summary>Starts a replica and waits until it has read the revocations.</summary>
    private async Task<Replica> StillAsync()
    {
        var replica = new Replica(system);
        await replica.Api.SigningKeyAsync();
        var copy = replica.Api.Services.GetRequiredService<RevocationList>();
        await Eventually.IsTrueAsync(
            () =>
            {
                if (copy.CopyAge is not null)
                {
                    return true;
                }

                replica.Time.Advance(ReadInterval);
                return false;
            },
            "the revocations are read");
        return replica;
    }

    private sealed class Replica : IAsyncDisposable
    {
        private readonly HttpClient _client;

        public Replica(TestSystem system)
        {
            Api = new InProcessApi(system, Time);
            _client = Api.CreateClient();
        }

        public FakeTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

        public InProcessApi Api { get; }

        public async Task<HttpStatusCode> StatusAsync(SignedInUser user)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/users/me");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", user.AccessToken);
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            return response.StatusCode;
        }

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await Api.DisposeAsync();
        }
    }
}
