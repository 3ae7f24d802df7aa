using System.Net;
using SecureAuth.IntegrationTests.Mail;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

[Collection(typeof(RacesRunAlone))]
public sealed class MailedCodeRaceTests(CodeApis codes) : IClassFixture<CodeApis>
{
    [Fact]
    public async Task Fifty_guesses_on_two_replicas_are_five()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = codes.NewClient();
            var (user, requestToken, code) = await codes.RegisterAsync(client);

            var responses = await codes.RaceAsync(
                client, (either, _) => either.VerifyCodeAsync(requestToken, CodeCalls.Wrong(code)));

            Assert.Equal(5, responses.Count("invalid_code"));
            Assert.Equal(Race.Callers - 5, responses.Count("invalid_token"));
            Problems.IsInvalidOneTimeToken(await client.VerifyCodeAsync(requestToken, code));
            Problems.Is("email_not_verified", await client.LoginAsync(user));
        }
    }

    [Fact]
    public async Task Fifty_right_codes_set_one_password()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = codes.NewClient();
            var user = await codes.VerifiedAsync(client);
            var (requestToken, code) = await codes.ForgotAsync(client, user);
            var chosen = Enumerable.Range(0, Race.Callers).Select(_ => NewUser.StrongPassword()).ToArray();

            var responses = await codes.RaceAsync(
                client, (either, i) => either.ResetWithCodeAsync(requestToken, code, chosen[i]));

            Assert.Equal(1, responses.Count(HttpStatusCode.NoContent));
            Assert.Equal(Race.Callers - 1, responses.Count("invalid_token") + responses.Count("server_busy"));
            var winner = responses.Index().Single(response => response.Item.Status == HttpStatusCode.NoContent).Index;
            Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(user.Email, chosen[winner])).Status);
        }
    }

    [Fact]
    public async Task Right_codes_that_are_given_back_let_no_further_wrong_guess_pass()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = codes.NewClient();
            var user = await codes.VerifiedAsync(client);
            var (requestToken, code) = await codes.ForgotAsync(client, user);

            var responses = await codes.RaceAsync(client, (either, i) => either.ResetWithCodeAsync(
                requestToken, i % 5 == 0 ? code : CodeCalls.Wrong(code), "short"));

            Assert.InRange(responses.Count("invalid_code"), 1, 5);
        }
    }
}
