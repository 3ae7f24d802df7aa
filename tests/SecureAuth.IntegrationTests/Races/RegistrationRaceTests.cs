using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Races;

[Collection(typeof(RacesRunAlone))]
public sealed class RegistrationRaceTests(Replicas replicas)
{
    [Fact]
    public async Task Of_fifty_registrations_of_one_email_one_creates_an_account()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var client = replicas.NewClient();
            var user = NewUser.Create();

            var responses = await replicas.RaceAsync(
                client, (either, i) => either.RegisterAsync(InSomeCase(user.Email, i), user.Password));

            Assert.Equal(1, responses.Count(HttpStatusCode.Created));
            Assert.Equal(Race.Callers - 1, responses.Count("email_taken"));
            Assert.Equal(1, await replicas.Database.ScalarAsync<long>(
                "SELECT count(*) FROM users WHERE lower(email) = $1", user.Email));
            Assert.Equal(1, await replicas.Database.AuditCountAsync(AuditEvent.Registered, client));
            Assert.Equal(Race.Callers - 1, await replicas.Database.AuditCountAsync(AuditEvent.RegistrationRefused, client));
            Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(user)).Status);
        }
    }

    private static string InSomeCase(string email, int i) => (i % 3) switch
    {
        0 => email,
        1 => email.ToUpperInvariant(),
        _ => char.ToUpperInvariant(email[0]) + email[1..],
    };
}
