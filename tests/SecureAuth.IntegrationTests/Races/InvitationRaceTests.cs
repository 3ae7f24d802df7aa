using System.Net;
using SecureAuth.Core.Mail;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

[Collection(typeof(RacesRunAlone))]
public sealed class InvitationRaceTests(Replicas replicas)
{
    [Fact]
    public async Task An_invitation_creates_one_account()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var user = NewUser.Create();
            await Cli.SucceedAsync(replicas.System.Settings, "users", "invite", user.Email, "--role", "auditor");
            var mail = await replicas.System.MailboxOf(user.Email).WaitAsync(MailSubjects.Invitation);
            var chosen = Enumerable.Range(0, Race.Callers).Select(_ => NewUser.StrongPassword()).ToArray();

            var responses = await replicas.RaceAsync(
                client, (either, i) => either.RegisterAsync(user with { Password = chosen[i] }, mail.Token));

            var winner = Assert.Single(responses.Index(), response => response.Item.Status == HttpStatusCode.Created).Index;
            Assert.All(
                responses.Where(response => response.Status != HttpStatusCode.Created),
                response => Assert.True(response.Code is "invalid_token" or "server_busy", response.ToString()));
            Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(user.Email, chosen[winner])).Status);
            Assert.Equal(
                1, await replicas.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", user.Email));
        }
    }

    /// <summary>Whatever the order, one invitation is left, and its token is the one that works.</summary>
    [Fact]
    public async Task Parallel_invitations_of_an_address_leave_one()
    {
        var client = replicas.NewClient();
        var inviter = await NewUser.RegisterAsync(client);
        await replicas.Database.GrantRoleAsync(inviter.Email, Settings.InvitingRole);
        var token = (await client.LoginAsync(inviter))["access_token"];
        var user = NewUser.Create();

        var responses = await replicas.RaceAsync(client, (either, _) => either.InviteAsync(token, user.Email));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Accepted, response.Status));
        var mail = await replicas.System.MailboxOf(user.Email).WaitAsync(MailSubjects.Invitation);
        Assert.Equal(1, await replicas.Database.ScalarAsync<long>(
            "SELECT count(*) FROM outbox WHERE recipient = $1 AND kind = $2", user.Email, MailKind.Invitation));
        Assert.Equal(HttpStatusCode.Created, (await client.RegisterAsync(user, mail.Token)).Status);
    }

    [Fact]
    public async Task Parallel_invitations_of_a_user_do_not_exceed_the_limit()
    {
        var client = replicas.NewClient();
        var inviter = await NewUser.RegisterAsync(client);
        await replicas.Database.GrantRoleAsync(inviter.Email, Settings.InvitingRole);
        var token = (await client.LoginAsync(inviter))["access_token"];
        await replicas.Database.ExecuteAsync(
            """
            INSERT INTO invitations (id, email, normalized_email, invited_by, token_hash, created_at, expires_at)
            SELECT gen_random_uuid(), n || $1, upper(n || $1), u.id, sha256((n || $1)::bytea), now(), now() + interval '6 days'
            FROM generate_series(1, 40) n, users u WHERE u.email = $1
            """,
            inviter.Email);

        var responses = await replicas.RaceAsync(
            client, (either, _) => either.InviteAsync(token, NewUser.Create().Email));

        Assert.Equal(10, responses.Count(response => response.Status == HttpStatusCode.Accepted));
        Assert.All(
            responses.Where(response => response.Status != HttpStatusCode.Accepted),
            response => Problems.Is("rate_limited", response));
    }
}
