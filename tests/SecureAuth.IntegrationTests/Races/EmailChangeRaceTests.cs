using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

[Collection(typeof(RacesRunAlone))]
public sealed class EmailChangeRaceTests(Replicas replicas)
{
    [Fact]
    public async Task A_token_changes_an_address_once_and_one_restores_it_once()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var mover = await Mover.CreateAsync(replicas.System);
            var token = await mover.RequestAsync(NewUser.Create().Email);

            AreOneSuccess(await replicas.RaceAsync(mover.Client, (either, _) => either.VerifyEmailAsync(token)));

            var mail = await replicas.System.MailboxOf(mover.First).WaitAsync(MailSubjects.EmailChanged);
            AreOneSuccess(await replicas.RaceAsync(mover.Client, (either, _) => either.RestoreEmailAsync(mail.Token)));
            Assert.Equal(mover.First, await mover.AddressAsync());
            Assert.Single(replicas.System.MailboxOf(mover.First).Named(MailSubjects.EmailChanged));
        }
    }

    [Fact]
    public async Task Of_several_users_who_prove_an_address_one_gets_it()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var email = NewUser.Create().Email;
            var movers = new List<(Mover Mover, string Token)>();
            for (var i = 1; i <= 5; i++)
            {
                var mover = await Mover.CreateAsync(replicas.System);
                movers.Add((mover, await mover.RequestAsync(email, i)));
            }

            AreOneSuccess(await replicas.RaceAsync(
                movers[0].Mover.Client, (either, i) => either.VerifyEmailAsync(movers[i % movers.Count].Token)));

            Assert.Equal(1, await replicas.Database.ScalarAsync<long>("SELECT count(*) FROM users WHERE email = $1", email));
        }
    }

    [Fact]
    public async Task No_registration_gets_an_address_while_it_is_given_up_or_put_back()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var mover = await Mover.CreateAsync(replicas.System);
            var token = await mover.RequestAsync(NewUser.Create().Email);

            var given = await replicas.RaceAsync(
                mover.Client,
                (either, i) => i == Race.Callers / 2 ? either.VerifyEmailAsync(token) : RegisterAsync(either, mover));
            AreRefused(given);

            var mail = await replicas.System.MailboxOf(mover.First).WaitAsync(MailSubjects.EmailChanged);
            var back = await replicas.RaceAsync(
                mover.Client,
                (either, i) => i == Race.Callers / 2 ? either.RestoreEmailAsync(mail.Token) : RegisterAsync(either, mover));
            AreRefused(back);
            Assert.Equal(mover.First, await mover.AddressAsync());
        }
    }

    [Fact]
    public async Task Of_fifty_requests_of_a_user_five_send_a_mail_and_the_last_one_counts()
    {
        var mover = await Mover.CreateAsync(replicas.System);
        var emails = Enumerable.Range(0, Race.Callers).Select(_ => NewUser.Create().Email).ToArray();

        var responses = await replicas.RaceAsync(
            mover.Client, (either, i) => either.ChangeEmailAsync(mover.User.AccessToken, emails[i]));

        Assert.Equal(5, responses.Count(HttpStatusCode.Accepted));
        Assert.Equal(Race.Callers - 5, responses.Count("rate_limited"));
        Assert.Equal(1, await replicas.Database.ScalarAsync<long>(
            "SELECT count(*) FROM one_time_tokens WHERE user_id = $1 AND purpose = 3 AND used_at IS NULL", mover.Id));
    }

    private static Task<Response> RegisterAsync(TestClient client, Mover mover) =>
        client.RegisterAsync(mover.First, NewUser.StrongPassword());

    private static void AreRefused(IReadOnlyList<Response> responses)
    {
        Assert.Equal(1, responses.Count(HttpStatusCode.NoContent));
        Assert.Equal(Race.Callers - 1, responses.Count("email_taken") + responses.Count("server_busy"));
    }

    private static void AreOneSuccess(IReadOnlyList<Response> responses)
    {
        Assert.Equal(1, responses.Count(HttpStatusCode.NoContent));
        Assert.Equal(Race.Callers - 1, responses.Count("invalid_token"));
    }
}
