using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AccountPage;

/// <summary>A page whose mails carry codes.</summary>
public sealed class CodePageSystem(TestSystem system) : PageSystem(system)
{
    private protected override (string Key, string Value)[] Changes =>
        [("Accounts__EmailVerification", "Required"), ("Email__Proof", "Code")];

    internal override async Task<NewUser> RegisterAsync()
    {
        var user = NewUser.Create();
        var registered = await NewClient().RegisterAsync(user);
        var mail = await MailboxOf(user).WaitAsync(MailSubjects.Verify);
        await NewClient().VerifyCodeAsync(registered["request_token"], mail.CodeIn());
        return user;
    }
}
