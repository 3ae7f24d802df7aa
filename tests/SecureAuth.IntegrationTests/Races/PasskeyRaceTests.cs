using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>However many callers use an assertion, a counter or the last passkeys of an account, one of them wins.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class PasskeyRaceTests(Replicas replicas)
{
    [Fact]
    public async Task Of_fifty_uses_of_one_assertion_one_signs_in()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            using var user = await PasskeyUser.CreateAsync(replicas.NewClient(), synced: true);
            var options = await user.Client.PasskeyOptionsAsync();
            var credential = user.Authenticator.Get(options.Json);

            var responses = await replicas.RaceAsync(
                user.Client, (either, _) => either.PasskeyLoginAsync(options["challenge_token"], credential));

            Assert.Equal(1, responses.Count(response => response.Status == HttpStatusCode.OK));
            Assert.Equal(Race.Callers - 1, responses.Count("invalid_temp_token"));
            Assert.Equal(2, await replicas.Database.AuditCountOfUserAsync(AuditEvent.SignedIn, user.Id));
        }
    }

    [Fact]
    public async Task Of_fifty_assertions_with_one_counter_one_signs_in()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            using var user = await PasskeyUser.CreateAsync(replicas.NewClient());
            var options = await Task.WhenAll(Enumerable.Range(0, Race.Callers).Select(_ => user.Client.PasskeyOptionsAsync()));
            var clones = options.Select(o => user.Authenticator.Get(o.Json, new Deviation { Counter = 7 })).ToList();

            var responses = await replicas.RaceAsync(
                user.Client, (either, i) => either.PasskeyLoginAsync(options[i]["challenge_token"], clones[i]));

            Assert.Equal(1, responses.Count(response => response.Status == HttpStatusCode.OK));
            Assert.Equal(Race.Callers - 1, responses.Count("invalid_credentials"));
            Assert.Equal(
                Race.Callers - 1,
                await replicas.Database.AuditCountWhereAsync("user_id = $1 AND reason = 'counter_went_back'", user.Id));
        }
    }

    [Fact]
    public async Task Of_fifty_registrations_of_one_credential_one_succeeds()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var user = await SignedInUser.CreateAsync(replicas.NewClient());
            using var authenticator = new Authenticator();
            var options = await Task.WhenAll(
                Enumerable.Range(0, Race.Callers).Select(_ => user.Client.NewPasskeyOptionsAsync(user.AccessToken)));

            var responses = await replicas.RaceAsync(user.Client, (either, i) => either.AddPasskeyAsync(
                user.AccessToken, options[i]["challenge_token"], authenticator.Create(options[i].Json)));

            Assert.Equal(1, responses.Count(response => response.Status == HttpStatusCode.Created));
            Assert.Equal(Race.Callers - 1, responses.Count("conflict"));
        }
    }

    [Fact]
    public async Task Of_fifty_new_passkeys_twenty_are_added()
    {
        var user = await SignedInUser.CreateAsync(replicas.NewClient());
        var options = await Task.WhenAll(
            Enumerable.Range(0, Race.Callers).Select(_ => user.Client.NewPasskeyOptionsAsync(user.AccessToken)));
        var authenticators = options.Select(_ => new Authenticator()).ToList();

        var responses = await replicas.RaceAsync(user.Client, (either, i) => either.AddPasskeyAsync(
            user.AccessToken, options[i]["challenge_token"], authenticators[i].Create(options[i].Json)));

        Assert.Equal(20, responses.Count(response => response.Status == HttpStatusCode.Created));
        Assert.Equal(Race.Callers - 20, responses.Count("conflict"));
        authenticators.ForEach(authenticator => authenticator.Dispose());
    }

    [Fact]
    public async Task Of_a_password_and_a_passkey_that_are_removed_in_parallel_one_stays()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            using var user = await PasskeyUser.CreateAsync(replicas.NewClient());

            var responses = await replicas.RaceAsync(user.Client, (either, i) => i / 2 % 2 == 0
                ? either.RemovePasskeyAsync(user.User.AccessToken, user.PasskeyId)
                : either.RemovePasswordAsync(user.User.AccessToken));

            Assert.Equal(1, responses.Count(response => response.Status == HttpStatusCode.NoContent));
            responses.AreAll(HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.NotFound);
            Assert.Equal(
                1, await replicas.Database.ScalarAsync<long>(
                    """
                    SELECT (SELECT count(*) FROM passkeys WHERE user_id = $1)
                        + (SELECT count(*) FROM users WHERE id = $1 AND password_hash IS NOT NULL)
                    """,
                    user.Id));
        }
    }

    [Fact]
    public async Task Parallel_removals_leave_the_last_way_in()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            using var user = await PasskeyUser.CreateAsync(replicas.NewClient());
            using var second = new Authenticator();
            var added = await user.Client.AddPasskeyAsync(user.User.AccessToken, second);
            await replicas.Database.ExecuteAsync("UPDATE users SET password_hash = NULL WHERE id = $1", user.Id);

            var responses = await replicas.RaceAsync(user.Client, (either, i) => either.RemovePasskeyAsync(
                user.User.AccessToken, i / 2 % 2 == 0 ? user.PasskeyId : added["id"]));

            Assert.Equal(1, responses.Count(response => response.Status == HttpStatusCode.NoContent));
            responses.AreAll(HttpStatusCode.NoContent, HttpStatusCode.Conflict, HttpStatusCode.NotFound);
            Assert.Equal(
                1, await replicas.Database.ScalarAsync<long>("SELECT count(*) FROM passkeys WHERE user_id = $1", user.Id));
        }
    }
}
