using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

/// <summary>More passwords than the cores can hash in time: real work factor, and a wait so short that few fit.</summary>
[Collection(typeof(RacesRunAlone))]
public sealed class HashGateTests(Replicas replicas)
{
    private static readonly (string, string)[] Narrow =
        [("Passwords__BcryptWorkFactor", "12"), ("Passwords__MaximumWait", "00:00:00.1")];

    [Fact]
    public async Task A_storm_of_sign_ins_is_refused_without_a_trace_and_the_others_are_served()
    {
        await using var api = await replicas.System.StartApiAsync(Narrow);
        var client = replicas.NewClient();
        var user = NewUser.Create();
        Assert.Equal(HttpStatusCode.Created, (await client.RegisterAsync(user)).Status);

        var answers = await Race.RunAsync(Enumerable.Range(0, Race.Callers).Select(_ => replicas.NewClient().Through(api))
            .Select(guesser => (Func<Task<Answer>>)(() => guesser.LoginAsync(user.Email, "not the password"))));

        var refused = answers.Where(answer => answer.Code == "server_busy").ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status));
        Assert.All(refused, answer => Assert.InRange(answer.RetryAfter ?? 0, 1, 30));
        Assert.Contains(answers, answer => answer.Code == "invalid_credentials");

        // Who found no room has not guessed: only what was looked at counts.
        var lookedAt = answers.Count(answer => answer.Code == "invalid_credentials");
        var row = Assert.Single(await replicas.Database.RowsAsync(
            """
            SELECT cardinality(failures) AS failures, cardinality(pending) AS pending, locked_until IS NOT NULL AS locked
            FROM account_attempts WHERE user_id = (SELECT id FROM users WHERE email = $1)
            """,
            user.Email));
        Assert.Equal(0, row["pending"]);
        Assert.Equal(lookedAt >= 5, row["locked"]);
        Assert.Equal(lookedAt >= 5 ? 0 : lookedAt, row["failures"]);
    }

    [Fact]
    public async Task A_registration_that_finds_no_room_is_told_so_and_leaves_no_account()
    {
        await using var api = await replicas.System.StartApiAsync(Narrow);
        var users = Enumerable.Range(0, Race.Callers).Select(_ => NewUser.Create()).ToList();

        var answers = await Race.RunAsync(users.Select(user => (Func<Task<Answer>>)(
            () => replicas.NewClient().Through(api).RegisterAsync(user))));

        Assert.Contains(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Contains(answers, answer => answer.Code == "server_busy");
        for (var i = 0; i < users.Count; i++)
        {
            var accounts = await replicas.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", users[i].Email);
            Assert.Equal(answers[i].Status == HttpStatusCode.Created ? 1 : 0, accounts);
        }
    }
}
