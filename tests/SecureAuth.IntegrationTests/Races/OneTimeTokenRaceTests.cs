using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

[Collection(typeof(RacesRunAlone))]
public sealed class OneTimeTokenRaceTests(Replicas replicas)
{
    [Fact]
    public async Task A_token_verifies_an_address_once()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var user = await NewUser.RegisterAsync(client);
            var mail = await replicas.System.MailboxOf(user.Email).WaitAsync(MailSubjects.Verify);

            var responses = await replicas.RaceAsync(client, (either, _) => either.VerifyEmailAsync(mail.Token));

            AreOneSuccess(responses);
        }
    }

    [Fact]
    public async Task A_token_sets_one_password()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var user = await NewUser.RegisterAsync(client);
            await client.ForgotAsync(user.Email);
            var mail = await replicas.System.MailboxOf(user.Email).WaitAsync(MailSubjects.Reset);
            var chosen = Enumerable.Range(0, Race.Callers).Select(_ => NewUser.StrongPassword()).ToArray();

            var responses = await replicas.RaceAsync(client, (either, i) => either.ResetAsync(mail.Token, chosen[i]));

            AreOneSuccess(responses);
            var winner = responses.Index().Single(response => response.Item.Status == HttpStatusCode.NoContent).Index;
            Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(user.Email, chosen[winner])).Status);
        }
    }

    [Fact]
    public async Task Each_mail_goes_out_once_though_two_replicas_share_the_outbox()
    {
        var client = replicas.NewClient();
        var users = Enumerable.Range(0, Race.Callers).Select(_ => NewUser.Create()).ToArray();

        await replicas.RaceAsync(client, (either, i) => either.RegisterAsync(users[i]));

        foreach (var user in users)
        {
            await replicas.System.MailboxOf(user.Email).WaitAsync(MailSubjects.Verify);
        }

        Assert.All(users, user => Assert.Single(replicas.System.MailboxOf(user.Email).All));
        foreach (var user in users)
        {
            // The file of a mail that is sent twice is replaced, but each attempt is counted.
            Assert.Equal(
                1,
                await replicas.Database.ScalarAsync<int>(
                    "SELECT sum(attempts)::int FROM outbox WHERE recipient = $1", user.Email));
        }
    }

    private static void AreOneSuccess(IReadOnlyList<Response> responses)
    {
        Assert.Single(responses, response => response.Status == HttpStatusCode.NoContent);
        Assert.All(
            responses.Where(response => response.Status != HttpStatusCode.NoContent),
            response => Assert.True(response.Code is "invalid_token" or "server_busy", response.ToString()));
    }
}
