using System.Collections.Concurrent;
using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>No session and no personal data survives a deletion, whatever ran in parallel with it.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class DeletionRaceTests(Replicas replicas)
{
    private const int Devices = 8;

    [Fact]
    public async Task Of_parallel_deletions_exactly_one_succeeds_and_is_recorded()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var user = await SignedInUser.CreateAsync(replicas.NewClient());

            var responses = await replicas.RaceAsync(user.Client, (either, _) => DeleteAsync(either, user));

            Assert.Equal(1, responses.Count(HttpStatusCode.NoContent));
            Assert.Equal(Race.Callers - 1, responses.Count("invalid_token"));
            Assert.Single(await replicas.Database.AuditOfUserAsync(user.Id, AuditEvent.AccountDeleted));
            await NothingIsLeftAsync(user, [user]);
        }
    }

    [Fact]
    public async Task Requests_in_parallel_with_a_deletion_leave_no_session_and_no_address()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var user = await SignedInUser.CreateAsync(replicas.NewClient());
            var other = await user.SignInAgainAsync();
            var granted = new ConcurrentBag<SignedInUser>([user, other]);

            var responses = await replicas.RaceAsync(user.Client, async (either, i) =>
            {
                var response = await (i == Race.Callers / 2 ? DeleteAsync(either, user) : CallAsync(either, i, user, other));
                if (response.Status == HttpStatusCode.OK && response.Json.TryGetProperty("refresh_token", out var token))
                {
                    granted.Add(user with { AccessToken = response["access_token"], RefreshToken = token.GetString()! });
                }

                return response;
            });

            // After the deletion, the address is unknown, and five sign-ins lock it.
            responses.AreAll(
                HttpStatusCode.OK, HttpStatusCode.NoContent, HttpStatusCode.Unauthorized, HttpStatusCode.Locked,
                HttpStatusCode.Conflict);
            Assert.Equal(HttpStatusCode.NoContent, responses[Race.Callers / 2].Status);
            await NothingIsLeftAsync(user, granted);
        }
    }

    [Fact]
    public async Task Sign_ins_in_parallel_with_an_operators_deletion_leave_no_session()
    {
        var user = await SignedInUser.CreateAsync(replicas.NewClient());
        var granted = new ConcurrentBag<SignedInUser>([user]);
        var cli = new MidwayCommand(
            replicas.System.Settings, calls: Devices, "users", "delete", user.Account.Email, "--yes");
        await Task.WhenAll(Enumerable.Range(0, Devices).Select(async device =>
        {
            for (var i = device; !cli.IsCompleted; i++)
            {
                var response = await replicas.Either(user.Client, i).LoginAsync(user.Account);
                if (response.Status != HttpStatusCode.OK)
                {
                    Assert.True(response.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Locked, response.ToString());
                    return;
                }

                granted.Add(user with { AccessToken = response["access_token"], RefreshToken = response["refresh_token"] });
                cli.CountAnswer();
            }
        }));
        await cli.Completed;

        await NothingIsLeftAsync(user, granted);
    }

    private static Task<Response> CallAsync(TestClient client, int i, SignedInUser user, SignedInUser other) => (i % 6) switch
    {
        0 => client.LoginAsync(user.Account),
        1 => client.RefreshAsync(other.RefreshToken),
        2 => client.ReauthenticateAsync(user.AccessToken, password: user.Account.Password),
        3 => client.SetUpAsync(user.AccessToken),
        4 => client.SessionsAsync(user.AccessToken),
        _ => client.CallAsync(HttpMethod.Patch, "/api/v1/users/me", new { display_name = $"Name {i}" }, user.AccessToken),
    };

    private static Task<Response> DeleteAsync(TestClient client, SignedInUser user) =>
        client.CallAsync(HttpMethod.Delete, "/api/v1/users/me", null, user.AccessToken);

    private async Task NothingIsLeftAsync(SignedInUser user, IReadOnlyCollection<SignedInUser> granted)
    {
        await replicas.AreRefusedAsync([.. granted.Select(g => g.AccessToken)]);
        var refreshes = await Task.WhenAll(granted.Select(g => g.RefreshToken).Distinct().Select(user.Client.RefreshAsync));
        refreshes.AreAll(HttpStatusCode.Unauthorized);
        Assert.Equal(0, await replicas.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE id = $1", user.Id));
        Assert.Equal(0, await replicas.Database.ScalarAsync<long>(
            """
            SELECT count(*) FROM sessions
            WHERE user_id = $1 OR (user_id IS NULL AND COALESCE(user_agent, host(address)) IS NOT NULL)
            """,
            user.Id));
        Assert.Equal(0, await replicas.Database.ScalarAsync<long>(
            """
            SELECT count(*) FROM audit_events
            WHERE user_id = $1 AND COALESCE(user_agent, request_id, host(address)) IS NOT NULL
            """,
            user.Id));
    }
}
