using SecureAuth.Client;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>
/// An instance that mails codes and has usernames and fields, on a database of its own, because any instance sends the mails of a
/// database. Addresses have to be verified. It is patient.
/// </summary>
[CollectionDefinition(nameof(CodeServer))]
public sealed class CodeServer(TestSystem system) : IAsyncLifetime, ICollectionFixture<CodeServer>
{
    private OwnDatabase? _own;

    private RunningApi? _api;

    internal TestSystem System => system;

    internal Database Database => _own!.Database;

    internal Uri Address => _api!.Address;

    internal SecureAuthClient NewClient() => ClientOf.Create(Address);

    public async ValueTask InitializeAsync()
    {
        _own = await OwnDatabase.CreateAsync(system);
        _api = await StartAsync("Required");
    }

    /// <summary>Another instance on the same database, which the caller disposes of.</summary>
    internal Task<HostedApi> StartAsync(string verification) => _own!.StartApiAsync(
    [
        _own.Settings.Patience,
        ("Accounts__EmailVerification", verification), ("Email__Proof", "Code"), ("Accounts__Usernames", "Optional"),
        .. CustomApis.Field(0, ("Name", "department"), ("MaxLength", "20")),
        .. CustomApis.Field(1, ("Name", "born"), ("Type", "date")),
        .. CustomApis.Field(2, ("Name", "floor"), ("Type", "integer")),
    ]);

    internal async Task<string> CodeAsync(string address, string subject, int number = 1) =>
        (await system.MailboxOf(address).WaitAsync(subject, number)).CodeIn();

    /// <summary>A new user who is signed in.</summary>
    internal async Task<(NewUser Account, TokenPair Tokens)> SignInAsync(SecureAuthClient auth, string? role = null)
    {
        var account = NewUser.Create();
        var registered = await auth.RegisterAsync(account.Email, account.Password);
        await auth.VerifyEmailAsync(registered.Code!, await CodeAsync(account.Email, MailSubjects.Verify));
        if (role is not null)
        {
            await Database.GrantRoleAsync(account.Email, role);
        }

        var outcome = await auth.SignInAsync(account.Email, account.Password);
        return (account, Assert.IsType<SignInOutcome.SignedIn>(outcome).Tokens);
    }

    public async ValueTask DisposeAsync()
    {
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        Assert.Empty(_api?.Log.Errors ?? []);
        await (_own?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
