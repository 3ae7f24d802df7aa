using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>At most five parallel guesses fail, and a correct password never suffers from wrong ones beside it.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class SignInRaceTests(Replicas replicas)
{
    private const int Allowed = 5;
    private const string WrongPassword = "not the password";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_fifty_wrong_passwords_five_are_checked(bool accountExists)
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var user = accountExists ? await NewUser.RegisterAsync(client) : NewUser.Create();

            var responses = await replicas.RaceAsync(
                client, (either, i) => either.LoginAsync(user.Email, $"{WrongPassword} {i}"));

            Assert.Equal(Allowed, responses.Count("invalid_credentials"));
            Assert.Equal(Race.Callers - Allowed, responses.Count("account_locked"));
            Assert.Equal(1, await replicas.Database.AuditCountAsync(AuditEvent.AccountLocked, client));
            Assert.Equal(Race.Callers, await replicas.Database.AuditCountAsync(AuditEvent.SignInRefused, client));
            Assert.Equal("account_locked", (await client.LoginAsync(user)).Code);
        }
    }

    [Fact]
    public async Task Of_fifty_wrong_passwords_only_those_up_to_the_hundredth_in_a_row_are_checked()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var user = await NewUser.RegisterAsync(client);
            await client.LoginAsync(user.Email, WrongPassword);
            await replicas.Database.ExecuteAsync(
                """
                UPDATE account_attempts SET consecutive_failures = 98, failures = '{}'
                WHERE user_id = (SELECT id FROM users WHERE email = $1)
                """,
                user.Email);

            var responses = await replicas.RaceAsync(
                client, (either, i) => either.LoginAsync(user.Email, $"{WrongPassword} {i}"));

            Assert.Equal(2, responses.Count("invalid_credentials"));
            Assert.Equal(Race.Callers - 2, responses.Count("account_locked"));
            Assert.Equal(1, await replicas.Database.AuditCountAsync(AuditEvent.AccountLocked, client));
            Problems.IsLockedForGood(await client.LoginAsync(user));
        }
    }

    [Fact]
    public async Task Fifty_correct_passwords_all_succeed()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var user = await NewUser.RegisterAsync(client);

            var responses = await replicas.RaceAsync(client, (either, _) => either.LoginAsync(user));

            responses.AreAll(HttpStatusCode.OK);
            Assert.Equal(Race.Callers, responses.Select(a => a["session_id"]).Distinct().Count());
            Assert.Equal(Race.Callers, await replicas.Database.AuditCountAsync(AuditEvent.SignedIn, client));
            Assert.Equal(0, await UnsettledOrFailedAsync(user));
        }
    }

    [Fact]
    public async Task Among_parallel_guesses_no_correct_password_is_reported_as_wrong()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var user = await NewUser.RegisterAsync(client);

            var responses = await replicas.RaceAsync(
                client, (either, i) => either.LoginAsync(user.Email, IsRight(i) ? user.Password : WrongPassword));

            responses.Where((_, i) => IsRight(i)).AreAll(HttpStatusCode.OK, HttpStatusCode.Locked);
            responses.Where((_, i) => !IsRight(i)).AreAll(HttpStatusCode.Unauthorized, HttpStatusCode.Locked);
            await GuessesKeepTheInvariantAsync(client);
        }

        // Both kinds go to both replicas.
        static bool IsRight(int i) => i / 2 % 2 == 0;
    }

    [Fact]
    public async Task The_owners_sign_ins_grant_a_flood_no_further_guesses()
    {
        const int Tries = 40;
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var user = await NewUser.RegisterAsync(client);

            var owner = RepeatAsync(client, user.Email, user.Password, Tries);
            var flood = await Task.WhenAll(Enumerable.Range(0, 4)
                .Select(_ => RepeatAsync(client, user.Email, WrongPassword, Tries)));

            (await owner).AreAll(HttpStatusCode.OK, HttpStatusCode.Locked);
            flood.SelectMany(responses => responses).AreAll(HttpStatusCode.Unauthorized, HttpStatusCode.Locked);
            await GuessesKeepTheInvariantAsync(client);
        }
    }

    /// <summary>
    /// The invariant: in the order in which guesses were settled, at most five failures follow each other without a success
    /// between them, and the fifth failure since the last success locks the account, so no further password is verified. The
    /// ids of the audit rows have that order, because a guess is settled under a lock on the account's row that is held until
    /// its audit row is written.
    /// </summary>
    private async Task GuessesKeepTheInvariantAsync(TestClient client)
    {
        var rows = await replicas.Database.RowsAsync(
            "SELECT event, reason FROM audit_events WHERE address = $1::inet AND event IN (200, 201, 202) ORDER BY id",
            client.Address);
        var consecutive = 0;
        var locked = false;
        foreach (var row in rows)
        {
            switch ((AuditEvent)(int)row["event"]!, (string?)row["reason"])
            {
                case (AuditEvent.SignedIn, _):
                    Assert.False(locked, "A password was verified after the lock.");
                    consecutive = 0;
                    break;

                case (AuditEvent.SignInRefused, "wrong_password"):
                    Assert.False(locked, "A password was verified after the lock.");
                    Assert.True(++consecutive <= Allowed, $"{consecutive} consecutive guesses failed.");
                    break;

                case (AuditEvent.AccountLocked, _):
                    Assert.False(locked, "The account was locked twice.");
                    locked = true;
                    break;
            }
        }

        Assert.True(locked || consecutive < Allowed, "Five consecutive failures did not lock the account.");
    }

    private async Task<IReadOnlyList<Response>> RepeatAsync(TestClient client, string email, string password, int times)
    {
        var responses = new List<Response>();
        for (var i = 0; i < times && responses.LastOrDefault()?.Status != HttpStatusCode.Locked; i++)
        {
            responses.Add(await replicas.Either(client, i).LoginAsync(email, password));
        }

        return responses;
    }

    private Task<int> UnsettledOrFailedAsync(NewUser user) => replicas.Database.ScalarAsync<int>(
        """
        SELECT cardinality(a.pending) + cardinality(a.failures)
        FROM account_attempts a JOIN users u ON u.id = a.user_id WHERE u.email = $1
        """,
        user.Email);
}
