using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

/// <summary>
/// Two instances whose mails carry codes, on a database of their own, because any instance sends the mails of a database. They
/// require verified addresses and are patient.
/// </summary>
[CollectionDefinition(nameof(CodeApis))]
public sealed class CodeApis(TestSystem system) : IAsyncLifetime, ICollectionFixture<CodeApis>
{
    private OwnDatabase? _own;

    private ApiProcess[] _replicas = [];

    internal TestSystem System => system;

    internal OwnDatabase Own => _own!;

    internal Database Database => Own.Database;

    public async ValueTask InitializeAsync()
    {
        _own = await OwnDatabase.CreateAsync(system);
        _replicas = await Task.WhenAll(StartReplicaAsync(), StartReplicaAsync());
    }

    /// <summary>A client with its own address.</summary>
    internal TestClient NewClient() => new(_replicas[0]);

    /// <summary>Another instance with further settings.</summary>
    internal Task<HostedApi> StartAsync(params (string Key, string Value)[] settings) =>
        Own.StartApiAsync([.. Mailing(), .. settings]);

    /// <summary>One client's calls at the same moment, half of them to each instance.</summary>
    internal Task<IReadOnlyList<Response>> RaceAsync(TestClient client, Func<TestClient, int, Task<Response>> call) =>
        Race.RunAsync(client, call, _replicas);

    internal Mailbox MailboxOf(NewUser user) => system.MailboxOf(user.Email);

    /// <summary>A registered user, the token of the request, and the code that was mailed.</summary>
    internal async Task<(NewUser User, string RequestToken, string Code)> RegisterAsync(TestClient client)
    {
        var user = NewUser.Create();
        var registered = await client.RegisterAsync(user);
        Assert.True(registered.Status == HttpStatusCode.Accepted, registered.ToString());
        var mail = await MailboxOf(user).WaitAsync(MailSubjects.Verify);
        return (user, registered["request_token"], mail.CodeIn());
    }

    internal async Task<NewUser> VerifiedAsync(TestClient client)
    {
        var (user, requestToken, code) = await RegisterAsync(client);
        var verified = await client.VerifyCodeAsync(requestToken, code);
        Assert.True(verified.Status == HttpStatusCode.NoContent, verified.ToString());
        return user;
    }

    /// <summary>Asks for a code to reset the password, and waits for the mail with this number.</summary>
    internal async Task<(string RequestToken, string Code)> ForgotAsync(TestClient client, NewUser user, int number = 1)
    {
        var forgot = await client.ForgotAsync(user.Email);
        Assert.True(forgot.Status == HttpStatusCode.Accepted, forgot.ToString());
        return (forgot["request_token"], (await MailboxOf(user).WaitAsync(MailSubjects.Reset, number)).CodeIn());
    }

    internal async Task<Guid> IdOfAsync(NewUser user) =>
        await Database.ScalarAsync<Guid>("SELECT id FROM users WHERE email = $1", user.Email);

    private Task<ApiProcess> StartReplicaAsync() => Own.StartProcessAsync(Mailing());

    private (string Key, string Value)[] Mailing() =>
        [Own.Settings.Patience, ("Accounts__EmailVerification", "Required"), ("Email__Proof", "Code")];

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
            Assert.Empty(replica.Log.Errors);
        }

        await (_own?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
