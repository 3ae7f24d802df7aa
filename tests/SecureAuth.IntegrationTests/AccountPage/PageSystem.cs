using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.AccountPage;

/// <summary>
/// An instance that serves the page at its own origin, requires verified addresses and writes its mails to a folder. Its database
/// is its own, because the mails of a database are sent by any instance.
/// </summary>
public class PageSystem(TestSystem system) : OptionalFixture
{
    private readonly TemporaryFolder _mails = TemporaryFolder.Create("secureauth-mails-");

    private const string GuardedRole = "Guarded";

    private OwnDatabase? _own;

    private RunningApi? _api;

    private Uri? _origin;

    internal Database Database => Started(_own).Database;

    internal Settings Settings => Started(_own).Settings;

    internal RunningApi Api => Started(_api);

    /// <summary>Browsers allow passkeys on localhost without TLS, but not on an IP address.</summary>
    internal Uri Origin => Started(_origin);

    private protected override async Task StartAsync()
    {
        _own = await OwnDatabase.CreateAsync(system);
        var port = FreePort.Next();
        _origin = new Uri($"http://localhost:{port}");
        _api = await HostedApi.StartAsync(
            _own.Settings.ForApi(
            [
                ("Account__Page", "true"),
                ("Email__PickupDirectory", _mails.Path),
                ("Passkeys__RelyingPartyId", Origin.Host),
                ("Passkeys__Origins__0", Origin.GetLeftPart(UriPartial.Authority)),
                .. Changes,
            ]),
            port);
    }

    /// <summary>What its tests need besides the page.</summary>
    private protected virtual (string Key, string Value)[] Changes =>
        [("Accounts__EmailVerification", "Required"), ("Accounts__SecondFactorRoles__0", GuardedRole)];

    internal TestClient NewClient() => new(Api);

    internal Mailbox MailboxOf(NewUser user) => new(_mails.Path, user.Email);

    /// <summary>A user who can sign in.</summary>
    internal virtual async Task<NewUser> RegisterAsync()
    {
        var user = NewUser.Create();
        await NewClient().RegisterAsync(user);
        var mail = await MailboxOf(user).WaitAsync(MailSubjects.Verify);
        await NewClient().VerifyEmailAsync(mail.Token);
        return user;
    }

    /// <summary>A user who must have a second factor and has none.</summary>
    internal async Task<NewUser> RegisterGuardedAsync()
    {
        var user = await RegisterAsync();
        await Database.GrantRoleAsync(user.Email, GuardedRole);
        return user;
    }

    /// <summary>Lets the code of the present step be used again, instead of waiting for the next one.</summary>
    internal Task ForgetUsedCodeAsync(NewUser user) => Database.ExecuteAsync(
        "UPDATE totp_credentials SET last_used_step = 0 WHERE user_id = (SELECT id FROM users WHERE email = $1)", user.Email);

    /// <summary>Lets the sign-in have been so long ago that a change of the account asks for it again.</summary>
    internal Task AgeSignInAsync(NewUser user) => Database.ExecuteAsync(
        """
        UPDATE sessions SET authenticated_at = authenticated_at - interval '1 hour'
        WHERE user_id = (SELECT id FROM users WHERE email = $1)
        """,
        user.Email);

    /// <summary>How the user has signed in last.</summary>
    internal async Task<string[]> LastMethodsAsync(NewUser user) => (await Database.ScalarAsync<string[]>(
        """
        SELECT s.authentication_methods FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE u.email = $1 ORDER BY s.created_at DESC LIMIT 1
        """,
        user.Email))!;

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await (_api?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_own?.DisposeAsync() ?? ValueTask.CompletedTask);
        _mails.Dispose();
    }
}
