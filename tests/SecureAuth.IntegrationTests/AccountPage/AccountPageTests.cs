using System.Net;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AccountPage;

/// <summary>What users do on the page, in a real browser.</summary>
public sealed class AccountPageTests(PageSystem system, Chromium chromium) : IClassFixture<PageSystem>, IClassFixture<Chromium>
{
    [Fact]
    public async Task A_user_registers_verifies_the_address_and_signs_in()
    {
        var user = NewUser.Create();
        await using var tab = await OpenAsync("/account");
        await tab.FollowAsync("Create an account");
        await tab.FillAsync("Name (optional)", "Ann");
        await tab.FillAsync("E-mail", user.Email);
        await tab.FillAsync("Password", user.Password);
        await tab.PressAsync("Create the account");
        await tab.SeeAsync("Check your mail");
        Assert.Empty(await tab.ViolationsAsync());
        await system.MailboxOf(user).WaitAsync(MailSubjects.Verify);
        await tab.PressAsync("Send another link");
        await tab.SeeAsync("a new link is on its way");
        await system.MailboxOf(user).WaitAsync(MailSubjects.Verify, 2);

        await tab.FollowAsync("Back to sign-in");
        await SignInAsync(tab, user);
        await tab.SeeAsync("Your address is not verified yet");
        Assert.Empty(await tab.ViolationsAsync());
        await tab.PressAsync("Send another link");
        await tab.SeeAsync("a new link is on its way");
        Assert.Contains("is on its way", await tab.TextOfAsync("main [role=status]"), StringComparison.Ordinal);
        var mail = await system.MailboxOf(user).WaitAsync(MailSubjects.Verify, 3);

        // A mail scanner opens the link and uses nothing up.
        await using (var scanner = await OpenAsync($"/account/verify#token={mail.Token}"))
        {
            await scanner.SeeAsync("Verify your address");
        }

        await tab.GoAsync(new Uri(system.Origin, $"/account/verify#token={mail.Token}"));
        await tab.SeeAsync("Verify your address");
        Assert.DoesNotContain(mail.Token!, await tab.AddressAsync(), StringComparison.Ordinal);
        await tab.PressAsync("Verify my address");
        await tab.SeeAsync("Your address is verified");
        await SignInAsync(tab, user);

        await tab.SeeAsync("Hello, Ann");
    }

    [Theory]
    [InlineData("verify", "Verify my address", "Your address is verified")]
    [InlineData("reset", "Change the password", "Your password has been changed")]
    public async Task A_second_link_in_the_same_tab_leaves_the_address_too_and_is_used(string view, string button, string done)
    {
        var user = NewUser.Create();
        await using var tab = await OpenAsync($"/account/{view}#token=first");
        await tab.IsReadyAsync();
        await system.NewClient().RegisterAsync(user);
        var token = (await system.MailboxOf(user).WaitAsync(MailSubjects.Verify)).Token!;
        if (view == "reset")
        {
            await system.NewClient().ForgotAsync(user.Email);
            token = (await system.MailboxOf(user).WaitAsync(MailSubjects.Reset)).Token!;
        }

        await tab.GoAsync(new Uri(system.Origin, $"/account/{view}#token={token}"));

        await Eventually.IsTrueAsync(
            async () => !(await tab.AddressAsync()).Contains(token, StringComparison.Ordinal),
            "the token is taken out of the address");
        if (view == "reset")
        {
            await tab.FillAsync("New password", NewUser.StrongPassword());
        }

        await tab.PressAsync(button);
        await tab.SeeAsync(done);
    }

    [Fact]
    public async Task A_link_keeps_its_token_while_another_view_is_looked_at()
    {
        await using var tab = await OpenAsync("/account/verify#token=first");
        await tab.FollowAsync("choose your own password");
        await tab.SeeAsync("Forgot your password?");

        await tab.GoBackAsync();

        await tab.SeeAsync("Confirm that this address is yours");
    }

    [Fact]
    public async Task A_user_who_forgot_the_password_chooses_another_one()
    {
        var user = await system.RegisterAsync();
        await using var tab = await OpenAsync("/account");
        await tab.FollowAsync("Forgot your password?");
        await tab.FillAsync("E-mail", user.Email);
        await tab.PressAsync("Send the link");
        await tab.SeeAsync("Check your mail");
        var mail = await system.MailboxOf(user).WaitAsync(MailSubjects.Reset);

        await tab.GoAsync(new Uri(system.Origin, $"/account/reset#token={mail.Token}"));
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
    public async Task A_user_sets_up_an_authenticator_app_and_signs_in_with_it_and_with_a_recovery_code()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        await tab.FollowAsync("Security");
        await tab.PressAsync("Set up");
        await tab.SeeAsync("Scan this code");
        var app = new AuthenticatorApp((await tab.TextOfAsync(".secret")).Replace(" ", "", StringComparison.Ordinal));
        await tab.FillAsync("Code", app.Code());
        await tab.PressAsync("Turn it on");
        await tab.SeeAsync("Your recovery codes");
        var recoveryCode = (await tab.TextOfAsync(".codes")).Split('\n', StringSplitOptions.TrimEntries)[0];
        await tab.PressAsync("I have kept them");
        await tab.PressAsync("Sign out");

        await SignInAsync(tab, user);
        await tab.SeeAsync("Second step");
        Assert.Empty(await tab.ViolationsAsync());
        await tab.FillAsync("Code", app.WrongCode());
        await tab.PressAsync("Continue");
        await tab.SeeAsync("This code is not right");
        Assert.Empty(await tab.ViolationsAsync());
        await system.ForgetUsedCodeAsync(user);
        await tab.FillAsync("Code", app.Code());
        await tab.PressAsync("Continue");
        await tab.SeeAsync("Hello, ");
        await tab.PressAsync("Sign out");

        await SignInAsync(tab, user);
        await tab.FillAsync("Code", recoveryCode);
        await tab.PressAsync("Continue");
        await tab.SeeAsync("Hello, ");
    }

    [Fact]
    public async Task A_user_who_must_have_a_second_step_sets_up_an_app_and_is_signed_in()
    {
        var user = await system.RegisterGuardedAsync();
        await using var tab = await OpenAsync("/account");
        await SignInAsync(tab, user);
        await tab.SeeAsync("Set up a second step");
        Assert.Empty(await tab.ViolationsAsync());
        await tab.PressAsync("Use an authenticator app");
        await tab.SeeAsync("Scan this code");
        Assert.Empty(await tab.ViolationsAsync());
        var app = new AuthenticatorApp((await tab.TextOfAsync(".secret")).Replace(" ", "", StringComparison.Ordinal));
        await tab.FillAsync("Code", app.WrongCode());
        await tab.PressAsync("Turn it on");
        await tab.SeeAsync("This code is not right");
        await tab.FillAsync("Code", app.Code());
        await tab.PressAsync("Turn it on");
        await tab.SeeAsync("Your recovery codes");
        Assert.Empty(await tab.ViolationsAsync());
        await tab.PressAsync("I have kept them");
        await tab.SeeAsync("Hello, ");

        await tab.FollowAsync("Security");
        await tab.PressAsync("Turn off");
        await system.ForgetUsedCodeAsync(user);
        await tab.FillAsync("Code from your app, or a recovery code", app.Code());
        await tab.PressAsync("Turn it off");
        await tab.SeeAsync("must keep at least one second step");
        Assert.Equal(["pwd", "otp", "mfa"], await system.LastMethodsAsync(user));
    }

    [Fact]
    public async Task A_user_who_must_have_a_second_step_chooses_a_passkey()
    {
        var user = await system.RegisterGuardedAsync();
        await using var tab = await OpenAsync("/account");
        await tab.AddAuthenticatorAsync();
        await tab.OfferNothingAsync();
        await SignInAsync(tab, user);
        await tab.SeeAsync("Set up a second step");
        await tab.PressAsync("Create a passkey");
        await tab.SeeAsync("Hello, ");
        Assert.Equal(["pwd", "hwk", "user", "mfa"], await system.LastMethodsAsync(user));
        await tab.PressAsync("Sign out");

        await SignInAsync(tab, user);
        await tab.SeeAsync("Confirm with your passkey");
        await tab.PressAsync("Use a passkey");
        await tab.SeeAsync("Hello, ");
    }

    [Fact]
    public async Task A_required_second_step_that_took_too_long_leads_back_to_the_sign_in()
    {
        var user = await system.RegisterGuardedAsync();
        await using var tab = await OpenAsync("/account");
        await SignInAsync(tab, user);
        await tab.SeeAsync("Set up a second step");
        await system.Database.ExecuteAsync("UPDATE second_factor_challenges SET expires_at = clock_timestamp()");
        await tab.PressAsync("Use an authenticator app");
        await tab.SeeAsync("This took too long. Please sign in again.");
        await tab.FollowAsync("Start again");
        await tab.SeeAsync("Welcome back");
    }

    [Fact]
    public async Task A_user_adds_a_passkey_and_signs_in_with_it()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        await tab.AddAuthenticatorAsync();
        await tab.FollowAsync("Security");
        await tab.PressAsync("Add a passkey");
        await tab.SeeAsync("The passkey has been added");
        await tab.OfferNothingAsync();
        await tab.PressAsync("Sign out");
        await tab.SeeAsync("Welcome back");

        await tab.PressAsync("Sign in with a passkey");

        await tab.SeeAsync("Hello, ");
        Assert.Equal(["hwk", "user", "mfa"], await system.LastMethodsAsync(user));
    }

    [Fact]
    public async Task The_browser_offers_the_passkey_without_a_click()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        await tab.AddAuthenticatorAsync();
        await tab.FollowAsync("Security");
        await tab.PressAsync("Add a passkey");
        await tab.SeeAsync("The passkey has been added");

        // The user chooses it from the list at once.
        await tab.PressAsync("Sign out");

        await tab.SeeAsync("Hello, ");
    }

    [Fact]
    public async Task A_passkey_can_be_the_second_step()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        await tab.AddAuthenticatorAsync();
        await tab.FollowAsync("Security");
        await tab.PressAsync("Set up");
        await tab.SeeAsync("Scan this code");
        var app = new AuthenticatorApp((await tab.TextOfAsync(".secret")).Replace(" ", "", StringComparison.Ordinal));
        await tab.FillAsync("Code", app.Code());
        await tab.PressAsync("Turn it on");
        await tab.PressAsync("I have kept them");
        await tab.SeeAsync("New recovery codes");
        await tab.PressAsync("Add a passkey");
        await tab.SeeAsync("The passkey has been added");
        await tab.OfferNothingAsync();
        await tab.PressAsync("Sign out");
        await SignInAsync(tab, user);
        await tab.SeeAsync("Second step");

        await tab.PressAsync("Use a passkey");

        await tab.SeeAsync("Hello, ");
        Assert.Equal(["pwd", "hwk", "user", "mfa"], await system.LastMethodsAsync(user));
    }

    [Fact]
    public async Task A_browser_that_has_signed_in_is_not_locked_out_by_strangers()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        await tab.PressAsync("Sign out");
        await system.Database.ExecuteAsync(
            """
            INSERT INTO account_attempts (identifier_hash, user_id, locked_until, updated_at)
            SELECT identifier_hash, user_id, clock_timestamp() + interval '15 minutes', clock_timestamp()
            FROM account_attempts WHERE user_id = (SELECT id FROM users WHERE email = $1)
            ON CONFLICT (identifier_hash) DO UPDATE SET locked_until = EXCLUDED.locked_until
            """,
            user.Email);

        await SignInAsync(tab, user);

        await tab.SeeAsync("Hello, ");
    }

    [Fact]
    public async Task A_reload_keeps_the_session_and_no_script_sees_a_token()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        Assert.Matches("""^\{"secureauth.session":"[0-9a-f-]{36}","cookie":""\}$""", await tab.StoredAsync());

        await tab.ReloadAsync();
        await tab.SeeAsync("Hello, ");
        await tab.PressAsync("Sign out");
        await tab.SeeAsync("Welcome back");

        Assert.Equal("""{"cookie":""}""", await tab.StoredAsync());
        Assert.Equal(0, await LiveSessionsAsync(user));
        await tab.ReloadAsync();
        await tab.SeeAsync("Welcome back");
    }

    [Fact]
    public async Task What_one_tab_does_shows_in_the_other()
    {
        var user = await system.RegisterAsync();
        var next = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        var other = await tab.OpenBesideAsync(new Uri(system.Origin, "/account/profile"));
        await other.SeeAsync(user.Email);

        await tab.PressAsync("Sign out");
        await other.SeeAsync("You have signed out in another tab");
        await SignInAsync(tab, next);

        // The other tab must not go on as somebody else while it shows the first user.
        await other.SeeAsync(next.Email);
        Assert.DoesNotContain(user.Email, await other.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_whose_session_has_ended_meanwhile_says_so()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        var device = system.NewClient();
        var tokens = (await device.LoginAsync(user)).Json;
        await device.EndOtherSessionsAsync(tokens.GetProperty("access_token").GetString()!);

        await tab.ReloadAsync();

        await tab.SeeAsync("Your session has ended. Please sign in again.");
        Assert.Equal("""{"cookie":""}""", await tab.StoredAsync());
    }

    [Fact]
    public async Task A_sign_out_that_does_not_reach_the_server_is_not_taken_for_one()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        await tab.BreakAsync("/auth/logout");

        await tab.PressAsync("Sign out");

        await tab.SeeAsync("cannot be reached");
        Assert.Equal(1, await LiveSessionsAsync(user));
        await tab.SeeAsync("Hello, ");
    }

    [Fact]
    public async Task A_user_signs_out_another_device()
    {
        var user = await system.RegisterAsync();
        var other = system.NewClient();
        var tokens = (await other.LoginAsync(user)).Json;
        var access = tokens.GetProperty("access_token").GetString();
        await using var tab = await SignedInAsync(user);

        await tab.FollowAsync("Devices");
        await tab.PressAsync("Sign out secureauth-tests/1.0");

        await tab.SeeAsync("There are no other devices");
        Assert.Equal(HttpStatusCode.Unauthorized, (await other.MeAsync(access)).Status);
    }

    [Fact]
    public async Task A_change_long_after_the_sign_in_asks_for_the_password_and_goes_on()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        await system.AgeSignInAsync(user);
        await tab.ExpireTokenAsync();
        await tab.FollowAsync("Security");

        await tab.PressAsync("Set up");
        await tab.SeeAsync("Confirm that it is you");
        Assert.Empty(await tab.ViolationsAsync());
        await tab.FillAsync("Your password", "not the right password");
        await tab.PressAsync("Confirm");
        await tab.SeeAsync("The password is not right");
        await tab.FillAsync("Your password", user.Password);
        await tab.PressAsync("Confirm");

        await tab.SeeAsync("Scan this code");
    }

    [Fact]
    public async Task A_user_changes_the_name_sees_the_activity_and_deletes_the_account()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        await tab.FillAsync("How others see you", "Somebody Else");
        await tab.PressAsync("Save");
        await tab.SeeAsync("Hello, Somebody Else");
        await tab.FollowAsync("Activity");
        await tab.SeeAsync("Signed in");

        await tab.FollowAsync("Profile");
        await tab.PressAsync("Delete my account");
        await tab.SeeAsync("This cannot be undone");
        Assert.Empty(await tab.ViolationsAsync());
        await tab.PressAsync("Delete my account");

        await tab.SeeAsync("Your account has been deleted");
        Problems.Is("invalid_credentials", await system.NewClient().LoginAsync(user));
    }

    [Fact]
    public async Task A_user_changes_the_address_and_the_former_one_takes_it_back()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        await system.AgeSignInAsync(user);
        await tab.ExpireTokenAsync();
        await tab.FillAsync("New e-mail address", user.Email);
        await tab.PressAsync("Change the address");
        await tab.SeeAsync("Confirm that it is you");
        await tab.FillAsync("Your password", user.Password);
        await tab.PressAsync("Confirm");
        await tab.SeeAsync("This is the same as before");
        var moved = user with { Email = NewUser.Create().Email };
        await tab.FillAsync("New e-mail address", moved.Email);
        await tab.PressAsync("Change the address");
        await tab.SeeAsync("We have sent a link to " + moved.Email);
        var mail = await system.MailboxOf(moved).WaitAsync(MailSubjects.VerifyNew);

        await tab.GoAsync(new Uri(system.Origin, $"/account/verify#token={mail.Token}"));
        await tab.SeeAsync("somebody else may have created the account");
        await tab.PressAsync("Verify my address");
        await tab.SeeAsync("Your address is verified");

        // The cookies have survived the link, and a verified address ends no session.
        await tab.SeeAsync(moved.Email);

        var told = await system.MailboxOf(user).WaitAsync(MailSubjects.EmailChanged);
        await tab.GoAsync(new Uri(system.Origin, $"/account/restore#token={told.Token}"));
        await tab.SeeAsync("Keep your old address");
        await tab.PressAsync("Put my address back");
        await tab.SeeAsync("Your old address is back");
        await SignInAsync(tab, user);
        await tab.SeeAsync("Hello, ");
    }

    [Fact]
    public async Task Errors_are_beside_their_fields_and_what_was_entered_stays()
    {
        await using var tab = await OpenAsync("/account/register");
        await tab.FillAsync("E-mail", "nobody");
        await tab.FillAsync("Password", "short");
        await tab.PressAsync("Create the account");
        await tab.SeeAsync("This is not an e-mail address");
        Assert.Equal("email", await tab.FocusedAsync());
        Assert.Empty(await tab.ViolationsAsync());

        // The link for the keyboard is a change of the address too.
        await tab.SkipToContentAsync();
        Assert.Equal("nobody", await tab.ValueAsync("email"));

        await tab.FillAsync("E-mail", NewUser.Create().Email);
        await tab.PressAsync("Create the account");
        await tab.SeeAsync("This is too short");
        Assert.Equal("password", await tab.FocusedAsync());
    }

    [Fact]
    public async Task The_keyboard_alone_is_enough_to_sign_in()
    {
        var user = await system.RegisterAsync();
        await using var tab = await OpenAsync("/account");
        await tab.SeeAsync("Sign in");
        Assert.Equal("email", await tab.FocusedAsync());

        await tab.TypeAsync(user.Email);
        await tab.PressKeyAsync("Tab");
        await tab.TypeAsync(user.Password);
        await tab.PressKeyAsync("Enter");

        await tab.SeeAsync("Hello, ");
    }

    [Theory]
    [InlineData(1180, 860, "light")]
    [InlineData(1180, 860, "dark")]
    [InlineData(360, 740, "light")]
    [InlineData(360, 740, "dark")]
    public async Task Every_view_is_accessible_and_fits_the_window(int width, int height, string colours)
    {
        var user = await system.RegisterAsync();
        await using var tab = await OpenAsync("/account");
        await tab.ShowAsync(width, height, colours);
        foreach (var view in new[] { "", "/register", "/forgot", "/reset#token=x", "/verify#token=x", "/restore#token=x" })
        {
            await tab.GoAsync(new Uri(system.Origin, "/account" + view));
            await CheckAsync(view);
        }

        await tab.GoAsync(new Uri(system.Origin, "/account"));
        await SignInAsync(tab, user);
        await tab.SeeAsync("Hello, ");
        await CheckAsync("Profile");
        foreach (var view in new[] { "Security", "Devices", "Activity" })
        {
            await tab.FollowAsync(view);
            await CheckAsync(view);
        }

        await tab.FollowAsync("Security");
        await tab.PressAsync("Set up");
        await tab.SeeAsync("Scan this code");
        await CheckAsync("set-up");

        async Task CheckAsync(string view)
        {
            await tab.IsReadyAsync();
            Assert.Empty((await tab.ViolationsAsync()).Select(violation => $"{view}: {violation}"));
            Assert.False(await tab.OverflowsAsync(), view);
        }
    }

    private Task<long> LiveSessionsAsync(NewUser user) => system.Database.ScalarAsync<long>(
        "SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.email = $1 AND s.revoked_at IS NULL",
        user.Email);

    private Task<Tab> OpenAsync(string path) => Tab.OpenAsync(chromium, new Uri(system.Origin, path));

    private async Task<Tab> SignedInAsync(NewUser user)
    {
        var tab = await OpenAsync("/account");
        await SignInAsync(tab, user);
        await tab.SeeAsync("Hello, ");
        return tab;
    }

    private static async Task SignInAsync(Tab tab, NewUser user)
    {
        await tab.FillAsync("E-mail", user.Email);
        await tab.FillAsync("Password", user.Password);
        await tab.PressAsync("Sign in");
    }
}
