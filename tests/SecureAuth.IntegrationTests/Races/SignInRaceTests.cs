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

            var answers = await replicas.RaceAsync(client, (either, i) => either.LoginAsync(user.Email, $"{WrongPassword} {i}"));

            Assert.Equal(Allowed, answers.Count("invalid_credentials"));
            Assert.Equal(Race.Callers - Allowed, answers.Count("account_locked"));
            Assert.Equal(1, await replicas.Database.AuditCountAsync(AuditEvent.AccountLocked, client));
            Assert.Equal(Race.Callers, await replicas.Database.AuditCountAsync(AuditEvent.SignInRefused, client));
            Assert.Equal("account_locked", (await client.LoginAsync(user)).Code);
        }
    }

    [Fact]
    public async Task Fifty_correct_passwords_all_succeed()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var user = await NewUser.RegisterAsync(client);

            var answers = await replicas.RaceAsync(client, (either, _) => either.LoginAsync(user));

            answers.AreAll(HttpStatusCode.OK);
            Assert.Equal(Race.Callers, answers.Select(a => a["session_id"]).Distinct().Count());
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

            var answers = await replicas.RaceAsync(
                client, (either, i) => either.LoginAsync(user.Email, IsRight(i) ? user.Password : WrongPassword));

            answers.Where((_, i) => IsRight(i)).AreAll(HttpStatusCode.OK, HttpStatusCode.Locked);
            answers.Where((_, i) => !IsRight(i)).AreAll(HttpStatusCode.Unauthorized, HttpStatusCode.Locked);
            await GuessesKeptToTheLawAsync(client);
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
            flood.SelectMany(answers => answers).AreAll(HttpStatusCode.Unauthorized, HttpStatusCode.Locked);
            await GuessesKeptToTheLawAsync(client);
        }
    }

    /// <summary>
    /// The invariant: in the order in which guesses were settled, at most five failures follow each other without a success
    /// between them, and the fifth failure since the last success locks the account, so no further password is verified. The
    /// ids of the audit rows have that order, because a guess is settled under a lock on the account's row that is held until
    /// its audit row is written.
    /// </summary>
    private async Task GuessesKeptToTheLawAsync(TestClient client)
    {
        var rows = await replicas.Database.RowsAsync(
            "SELECT event, reason FROM audit_events WHERE address = $1::inet AND event IN (200, 201, 202) ORDER BY id",
            client.Address);
        var inARow = 0;
        var locked = false;
        foreach (var row in rows)
        {
            switch ((AuditEvent)(int)row["event"]!, (string?)row["reason"])
            {
                case (AuditEvent.SignedIn, _):
                    Assert.False(locked, "A password was looked at after the lock.");
                    inARow = 0;
                    break;

                case (AuditEvent.SignInRefused, "wrong_password"):
                    Assert.False(locked, "A password was looked at after the lock.");
                    Assert.True(++inARow <= Allowed, $"{inARow} guesses in a row failed.");
                    break;

                case (AuditEvent.AccountLocked, _):
                    Assert.False(locked, "The account was locked twice.");
                    locked = true;
                    break;
            }
        }

        Assert.True(locked || inARow < Allowed, "Five failures in a row have locked nothing.");
    }

    private async Task<IReadOnlyList<Answer>> RepeatAsync(TestClient client, string email, string password, int times)
    {
        var answers = new List<Answer>();
        for (var i = 0; i < times && answers.LastOrDefault()?.Status != HttpStatusCode.Locked; i++)
        {
            answers.Add(await replicas.Either(client, i).LoginAsync(email, password));
        }

        return answers;
    }

    private Task<int> UnsettledOrFailedAsync(NewUser user) => replicas.Database.ScalarAsync<int>(
        """
        SELECT cardinality(a.pending) + cardinality(a.failures)
        FROM account_attempts a JOIN users u ON u.id = a.user_id WHERE u.email = $1
        """,
        user.Email);
}
