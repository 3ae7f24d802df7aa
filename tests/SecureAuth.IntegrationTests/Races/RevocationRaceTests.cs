using System.Collections.Concurrent;
using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>No token is valid after a revocation, whatever ran in parallel with it.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class RevocationRaceTests(Replicas replicas)
{
    private const int Devices = 8;

    [Fact]
    public async Task A_refresh_in_parallel_with_a_sign_out_leaves_no_valid_token()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var user = await SignedInUser.CreateAsync(replicas.NewClient());

            // The sign-out is in the middle, so that some refreshes come before it and some after.
            var responses = await replicas.RaceAsync(user.Client, (either, i) => i == Race.Callers / 2
                ? either.LogoutAsync(refreshToken: user.RefreshToken)
                : either.RefreshAsync(user.RefreshToken));

            responses.AreAll(HttpStatusCode.OK, HttpStatusCode.Unauthorized, HttpStatusCode.NoContent);
            Assert.Equal(1, responses.Count(HttpStatusCode.NoContent));
            var granted = responses.Where(a => a.Status == HttpStatusCode.OK)
                .Select(a => user with { AccessToken = a["access_token"], RefreshToken = a["refresh_token"] });
            await NothingWorksAsync(user.Client, [user, .. granted]);
        }
    }

    [Fact]
    public Task Refreshes_in_parallel_with_disabling_the_account_leave_no_valid_token() =>
        RefreshBesideAsync(user => ["users", "disable", user.Account.Email, "--yes"]);

    [Fact]
    public Task Refreshes_in_parallel_with_revoking_all_tokens_leave_no_valid_token() =>
        RefreshBesideAsync(_ => ["tokens", "revoke", "--all", "--yes"]);

    [Fact]
    public async Task Sign_ins_in_parallel_with_disabling_the_account_leave_no_live_session()
    {
        var user = await SignedInUser.CreateAsync(replicas.NewClient());
        var granted = new ConcurrentBag<SignedInUser>([user]);
        await RunBesideAsync(["users", "disable", user.Account.Email, "--yes"], async (_, i) =>
        {
            var response = await replicas.Either(user.Client, i).LoginAsync(user.Account);
            if (response.Status == HttpStatusCode.OK)
            {
                granted.Add(user with { AccessToken = response["access_token"], RefreshToken = response["refresh_token"] });
            }

            return response;
        });

        Assert.Equal(0, await replicas.Database.ScalarAsync<long>(
            "SELECT count(*) FROM sessions WHERE user_id = $1 AND revoked_at IS NULL", user.Id));
        await NothingWorksAsync(user.Client, [.. granted]);
    }

    private async Task RefreshBesideAsync(Func<SignedInUser, string[]> command)
    {
        var user = await SignedInUser.CreateAsync(replicas.NewClient());
        var newest = await Task.WhenAll(Enumerable.Range(0, Devices).Select(_ => user.SignInAgainAsync()));
        await RunBesideAsync(command(user), async (device, i) =>
        {
            var response = await replicas.Either(user.Client, i).RefreshAsync(newest[device].RefreshToken);
            if (response.Status == HttpStatusCode.OK)
            {
                newest[device] = newest[device] with
                {
                    AccessToken = response["access_token"], RefreshToken = response["refresh_token"],
                };
            }

            return response;
        });
        await NothingWorksAsync(user.Client, [user, .. newest]);
    }

    /// <summary>
    /// Runs the CLI in the middle of the calls of devices, which continue until they are refused, or a little longer than it.
    /// </summary>
    private async Task RunBesideAsync(string[] command, Func<int, int, Task<Response>> call)
    {
        var cli = new MidwayCommand(replicas.System.Settings, calls: Devices, command);
        await Task.WhenAll(Enumerable.Range(0, Devices).Select(async device =>
        {
            for (var (i, last) = (device, false); !last; i++)
            {
                last = cli.IsCompleted;
                var response = await call(device, i);
                if (response.Status != HttpStatusCode.OK)
                {
                    Assert.True(response.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, response.ToString());
                    return;
                }

                cli.CountAnswer();
            }
        }));
        await cli.Completed;
    }

    private async Task NothingWorksAsync(TestClient client, IReadOnlyCollection<SignedInUser> granted)
    {
        var responses = await Task.WhenAll(granted.Select(g => g.RefreshToken).Distinct().Select(client.RefreshAsync));
        responses.AreAll(HttpStatusCode.Unauthorized);
        await replicas.AreRefusedAsync([.. granted.Select(g => g.AccessToken)]);
    }
}
