using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

/// <summary>An instance that requires verified addresses, as in Production. It is shared by all tests of mails.</summary>
[CollectionDefinition(nameof(VerifyingApi))]
public sealed class VerifyingApi(TestSystem system) : IAsyncLifetime, ICollectionFixture<VerifyingApi>
{
    internal RunningApi Api { get; private set; } = null!;

    internal TestSystem System => system;

    internal Database Database => system.Database;

    public async ValueTask InitializeAsync() =>
        Api = await system.StartApiAsync(("Accounts__EmailVerification", "Required"));

    internal TestClient NewClient() => new(Api);

    internal Mailbox MailboxOf(NewUser user) => system.MailboxOf(user.Email);

    /// <summary>A registered user whose address is not verified.</summary>
    internal static async Task<NewUser> RegisterAsync(TestClient client)
    {
        var user = NewUser.Create();
        var response = await client.RegisterAsync(user);
        Assert.True(response.Status == HttpStatusCode.Accepted, response.ToString());
        return user;
    }

    /// <summary>A registered user whose address is verified.</summary>
    internal async Task<NewUser> VerifiedAsync(TestClient client)
    {
        var user = await RegisterAsync(client);
        var mail = await MailboxOf(user).WaitAsync(MailSubjects.Verify);
        Assert.Equal(HttpStatusCode.NoContent, (await client.VerifyEmailAsync(mail.Token)).Status);
        return user;
    }

    /// <summary>The token of the newest mail to reset the password, after asking for it.</summary>
    internal async Task<string> ResetTokenAsync(TestClient client, NewUser user, int number = 1)
    {
        Assert.Equal(HttpStatusCode.Accepted, (await client.ForgotAsync(user.Email)).Status);
        return (await MailboxOf(user).WaitAsync(MailSubjects.Reset, number)).Token!;
    }

    internal async Task<Guid> IdOfAsync(NewUser user) =>
        await Database.ScalarAsync<Guid>("SELECT id FROM users WHERE email = $1", user.Email);

    /// <summary>Waits until every mail that has been added until now has been handled.</summary>
    internal async Task IsIdleAsync()
    {
        var now = await Database.ScalarAsync<DateTime>("SELECT clock_timestamp()");
        await Eventually.IsTrueAsync(
            async () => await Database.ScalarAsync<long>(
                "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND created_at <= $1", now) == 0,
            "the outbox has been handled");
    }

    public async ValueTask DisposeAsync()
    {
        await (Api?.DisposeAsync() ?? ValueTask.CompletedTask);
        Assert.Empty(Api?.Log.Errors ?? []);
    }
}
