using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AccountPage;

/// <summary>A page where only invited people register, and which lacks what is switched off.</summary>
public sealed class InvitationPageSystem(TestSystem system) : PageSystem(system)
{
    private protected override (string Key, string Value)[] Changes =>
    [
        ("Accounts__Registration", "Invitation"),
        ("Accounts__EmailVerification", "Required"),
        ("Features__Passkeys", "false"),
        ("Features__Totp", "false"),
        ("Features__Export", "false"),
    ];

    /// <summary>An invited user, and the path of the link in the mail.</summary>
    internal async Task<(NewUser User, string Path)> InviteAsync()
    {
        var user = NewUser.Create();
        await Cli.SucceedAsync(Settings, "users", "invite", user.Email);
        var mail = await MailboxOf(user).WaitAsync(MailSubjects.Invitation);
        return (user, $"/account/invitation#token={mail.Token}&email={Uri.EscapeDataString(user.Email)}");
    }
}
