using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>However many callers send one refresh token, the session has one live successor.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class RefreshRaceTests(Replicas replicas)
{
    [Fact]
    public async Task Fifty_callers_with_one_token_get_one_successor()
    {
        var user = await SignedInUser.CreateAsync(replicas.NewClient());
        var token = user.RefreshToken;
        for (var round = 1; round <= Race.Rounds; round++)
        {
            var responses = await replicas.RaceAsync(user.Client, (either, _) => either.RefreshAsync(token));

            responses.AreAll(HttpStatusCode.OK);
            token = Assert.Single(responses.Select(a => a["refresh_token"]).Distinct());
            Assert.Equal(round, await GenerationAsync(user));
            Assert.Equal(round, await RotationsAsync(user));
            Assert.Equal(
                round * Race.Callers, await replicas.Database.AuditCountOfSessionAsync(AuditEvent.Refreshed, user.SessionId));
        }

        Assert.Equal(HttpStatusCode.OK, (await user.Client.RefreshAsync(token)).Status);
    }

    [Fact]
    public async Task Without_a_grace_period_one_of_fifty_gets_a_successor_and_the_session_ends()
    {
        var strict = ("Sessions__RefreshGrace", "00:00:00");
        await using var first = await replicas.System.StartPatientProcessAsync(strict);
        await using var second = await replicas.System.StartPatientProcessAsync(strict);
        await SignedInUser.CreateAsync(replicas.NewClient().Through(second));
        for (var round = 0; round < Race.Rounds; round++)
        {
            var user = await SignedInUser.CreateAsync(replicas.NewClient().Through(first));

            var responses = await Race.RunAsync(
                user.Client, (either, _) => either.RefreshAsync(user.RefreshToken), first, second);

            var winner = Assert.Single(responses, a => a.Status == HttpStatusCode.OK);
            responses.Except([winner]).AreAll(HttpStatusCode.Unauthorized);
            Assert.Equal(1, await RotationsAsync(user));
            await HasEndedAsReusedAsync(user);
            Assert.Equal(HttpStatusCode.Unauthorized, (await user.Client.RefreshAsync(winner["refresh_token"])).Status);
            await replicas.AreRefusedAsync([user.AccessToken, winner["access_token"]]);
        }
    }

    [Fact]
    public async Task Fifty_replays_of_an_old_token_end_the_session_once()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var user = await SignedInUser.CreateAsync(replicas.NewClient());
            var second = await user.Client.RefreshAsync(user.RefreshToken);
            var third = await user.Client.RefreshAsync(second["refresh_token"]);

            var responses = await replicas.RaceAsync(user.Client, (either, _) => either.RefreshAsync(user.RefreshToken));

            Assert.Equal(Race.Callers, responses.Count("refresh_token_reused"));
            await HasEndedAsReusedAsync(user);
            Assert.Equal(HttpStatusCode.Unauthorized, (await user.Client.RefreshAsync(third["refresh_token"])).Status);
            await replicas.AreRefusedAsync([user.AccessToken, third["access_token"]]);
        }
    }

    private async Task HasEndedAsReusedAsync(SignedInUser user)
    {
        Assert.True(await replicas.Database.IsRevokedAsync(user.SessionId));
        Assert.Equal(1, await replicas.Database.AuditCountOfSessionAsync(AuditEvent.RefreshTokenReused, user.SessionId));
    }

    private Task<int> GenerationAsync(SignedInUser user) =>
        replicas.Database.ScalarAsync<int>("SELECT generation FROM sessions WHERE id = $1", user.SessionId);

    /// <summary>The refreshes that rotated the token, without the repeated responses.</summary>
    private Task<long> RotationsAsync(SignedInUser user) => replicas.Database.ScalarAsync<long>(
        "SELECT count(*) FROM audit_events WHERE event = $1 AND session_id = $2 AND reason IS NULL",
        AuditEvent.Refreshed, user.SessionId);
}
