using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Registration;

/// <summary>An instance where only invited people register, and addresses must be verified.</summary>
[CollectionDefinition(nameof(InvitationApi))]
public sealed class InvitationApi(TestSystem system) : IAsyncLifetime, ICollectionFixture<InvitationApi>
{
    private RunningApi _api = null!;

    internal TestSystem System => system;

    internal Database Database => system.Database;

    public async ValueTask InitializeAsync() => _api = await system.StartApiAsync(
        ("Accounts__Registration", "Invitation"), ("Accounts__EmailVerification", "Required"));

    internal TestClient NewClient() => new(_api);

    /// <summary>Invites an address by the command line.</summary>
    /// <returns>The token that was mailed.</returns>
    internal async Task<string> InviteAsync(string email, params string[] options) => (await MailAsync(email, 1, options)).Token!;

    /// <summary>The same, if it is not the first time.</summary>
    internal async Task<ReceivedMail> MailAsync(string email, int number, params string[] options)
    {
        await Cli.SucceedAsync(system.Settings, ["users", "invite", email, .. options]);
        return await system.MailboxOf(email).WaitAsync(MailSubjects.Invitation, number);
    }

    /// <summary>Fails unless the invitation creates the account.</summary>
    internal static async Task<Response> AcceptAsync(TestClient client, NewUser user, string token)
    {
        var response = await client.RegisterAsync(user, token);
        Assert.True(response.Status == HttpStatusCode.Created, response.ToString());
        return response;
    }

    public async ValueTask DisposeAsync()
    {
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        Assert.Empty(_api?.Log.Errors ?? []);
    }
}
