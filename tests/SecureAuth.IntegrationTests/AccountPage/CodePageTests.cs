using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AccountPage;

/// <summary>What users do on the page where mails carry codes.</summary>
public sealed class CodePageTests(CodePageSystem system, Chromium chromium)
    : IClassFixture<CodePageSystem>, IClassFixture<Chromium>
{
    [Fact]
    public async Task A_user_registers_with_a_code_and_is_signed_in()
    {
        var user = NewUser.Create();
        await using var tab = await OpenAsync("/account/register");
        await RegisterAsync(tab, user);
        Assert.Empty(await tab.ViolationsAsync());
        var code = (await system.MailboxOf(user).WaitAsync(MailSubjects.Verify)).CodeIn();
        await tab.FillAsync("Code", CodeCalls.Wrong(code));
        await tab.PressAsync("Verify my address");
        await tab.SeeAsync("This code is not right");
        await tab.PressAsync("Send another code");
        await tab.SeeAsync("Another code is on its way");
        code = (await system.MailboxOf(user).WaitAsync(MailSubjects.Verify, 2)).CodeIn();
        await tab.FillAsync("Code", code);
        await tab.PressAsync("Verify my address");

        await tab.SeeAsync("Hello, ");
    }

    [Fact]
    public async Task A_user_whose_address_somebody_else_has_registered_gets_the_account()
    {
        var user = NewUser.Create();
        await system.NewClient().RegisterAsync(user with { Password = NewUser.StrongPassword() });
        await system.MailboxOf(user).WaitAsync(MailSubjects.Verify);
        await using var tab = await OpenAsync("/account/register");
        await RegisterAsync(tab, user);
        await tab.FillAsync(
            "Code", (await system.MailboxOf(user).WaitAsync(MailSubjects.RegistrationAttempt)).CodeIn());
        await tab.PressAsync("Verify my address");

        await tab.SeeAsync("What is known about you here");
    }

    [Fact]
    public async Task A_user_who_forgot_the_password_chooses_another_one_with_a_code()
    {
        var user = await system.RegisterAsync();
        await using var tab = await OpenAsync("/account/forgot");
        await tab.FillAsync("E-mail", user.Email);
        await tab.PressAsync("Send the code");
        await tab.SeeAsync("a code is on its way");
        await tab.FillAsync("Code", (await system.MailboxOf(user).WaitAsync(MailSubjects.Reset)).CodeIn());
        await tab.FillAsync("New password", "short");
        await tab.PressAsync("Change the password");
        await tab.SeeAsync("This is too short");
        var changed = user with { Password = NewUser.StrongPassword() };
        await tab.FillAsync("New password", changed.Password);
        await tab.PressAsync("Change the password");
        await tab.SeeAsync("Your password has been changed");
        await SignInAsync(tab, changed);

        await tab.SeeAsync("Hello, ");
    }

    [Fact]
    public async Task A_user_verifies_the_address_at_the_sign_in_and_changes_it_later()
    {
        var user = NewUser.Create();
        await system.NewClient().RegisterAsync(user);
        await system.MailboxOf(user).WaitAsync(MailSubjects.Verify);
        await using var tab = await OpenAsync("/account");
        await SignInAsync(tab, user);
        await tab.SeeAsync("Your address is not verified yet");
        await tab.PressAsync("Send me a code");
        await tab.SeeAsync("We have sent a code");
        await tab.FillAsync("Code", (await system.MailboxOf(user).WaitAsync(MailSubjects.Verify, 2)).CodeIn());
        await tab.PressAsync("Verify my address");
        await tab.SeeAsync("Your address is verified");
        await SignInAsync(tab, user);
        await tab.SeeAsync("Hello, ");
        var moved = NewUser.Create();
        await tab.FillAsync("New e-mail address", moved.Email);
        await tab.PressAsync("Change the address");
        await tab.SeeAsync("We have sent a code");
        Assert.Empty(await tab.ViolationsAsync());
        await tab.FillAsync("Code", (await system.MailboxOf(moved).WaitAsync(MailSubjects.VerifyNew)).CodeIn());
        await tab.PressAsync("Change the address");

        await tab.SeeAsync("Your address has been changed");
    }

    private static async Task RegisterAsync(Tab tab, NewUser user)
    {
        await tab.FillAsync("Name (optional)", "Ann");
        await tab.FillAsync("E-mail", user.Email);
        await tab.FillAsync("Password", user.Password);
        await tab.PressAsync("Create the account");
        await tab.SeeAsync("Check your mail");
    }

    private static async Task SignInAsync(Tab tab, NewUser user)
    {
        await tab.FillAsync("E-mail", user.Email);
        await tab.FillAsync("Password", user.Password);
        await tab.PressAsync("Sign in");
    }

    private Task<Tab> OpenAsync(string path) => Tab.OpenAsync(chromium, new Uri(system.Origin, path));
}
