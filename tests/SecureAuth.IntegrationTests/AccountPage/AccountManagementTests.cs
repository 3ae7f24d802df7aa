using System.Net;
using System.Text.Json;
using SecureAuth.IntegrationTests.Devices;
using SecureAuth.IntegrationTests.Stack;
using SecureAuth.LocalServers;

namespace SecureAuth.IntegrationTests.AccountPage;

/// <summary>What signed-in users do on the page, and how it follows the configuration.</summary>
public sealed class AccountManagementTests(TestSystem shared, ConfiguredPageSystem system, Chromium chromium)
    : IClassFixture<ConfiguredPageSystem>, IClassFixture<Chromium>
{
    [Fact]
    public async Task The_page_bears_the_name_of_the_product_and_tells_the_rules_for_passwords()
    {
        await using var tab = await OpenAsync("/account/register");
        await tab.SeeAsync("At least 9 characters, with a digit.");
        Assert.Equal("Create an account – " + ConfiguredPageSystem.Product, await tab.TitleAsync());
        Assert.Equal(ConfiguredPageSystem.Product, await tab.TextOfAsync(".brand"));

        await tab.FillAsync("E-mail", NewUser.Create().Email);
        await tab.FillAsync("Password", "short");
        await tab.PressAsync("Create the account");

        await tab.SeeAsync("Use at least 9 characters");
        await tab.SeeAsync("This must have a digit.");
    }

    [Fact]
    public async Task A_user_with_an_unverified_address_has_another_link_sent()
    {
        var user = await system.RegisterAsync();
        await system.MailboxOf(user).WaitAsync(MailSubjects.Verify);
        await using var tab = await SignedInAsync(user);
        await tab.SeeAsync("not verified");

        await tab.PressAsync("Send another link");

        await tab.SeeAsync("a new link is on its way");
        Assert.Contains("is on its way", await tab.TextOfAsync(".banner [role=status]"), StringComparison.Ordinal);
        Assert.Empty(await tab.ViolationsAsync());
        var mail = await system.MailboxOf(user).WaitAsync(MailSubjects.Verify, 2);
        await system.NewClient().VerifyEmailAsync(mail.Token);
        await tab.FollowAsync("Devices");
        await tab.FollowAsync("Profile");
        await tab.SeeAsync("Hello, ");
        Assert.DoesNotContain("not verified", await tab.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_changes_the_password_and_a_slow_answer_is_no_silence()
    {
        var user = await system.RegisterAsync();
        var other = await SignInAsync(user);
        await using var tab = await SignedInAsync(user);
        await tab.HoldAnswersAsync();
        var place = await tab.PlaceAsync("h1");
        await tab.FollowAsync("Security");
        await tab.SeeAsync("Loading…");
        Assert.Equal(place, await tab.PlaceAsync("h1"));
        Assert.Equal("3px", await tab.StyleAsync(".progress", "::before", "height"));
        Assert.Equal("advance", await tab.StyleAsync(".progress", "::before", "animationName"));
        await tab.ShowAsync(1180, 860, "dark", "reduce");
        Assert.Equal("none", await tab.StyleAsync(".progress", "::before", "animationName"));
        Assert.Empty(await tab.ViolationsAsync());
        await tab.ReleaseAnswersAsync();
        await tab.IsReadyAsync();
        Assert.DoesNotContain("Loading…", await tab.TextAsync(), StringComparison.Ordinal);

        var changed = user with { Password = NewUser.StrongPassword() + "7" };
        await tab.FillAsync("Current password", "not the right password");
        await tab.FillAsync("New password", changed.Password);
        await tab.PressAsync("Change the password");
        await tab.SeeAsync("The current password is not right");
        await tab.FillAsync("Current password", user.Password);
        var width = await tab.PlaceAsync("form .button");
        await tab.HoldAnswersAsync();
        await tab.PressAsync("Change the password");
        await tab.SeeAsync("Still working…");
        Assert.Equal(width, await tab.PlaceAsync("form .button"));
        await tab.ReleaseAnswersAsync();
        await tab.SeeAsync("Your password has been changed");

        await IsSignedOutAsync(other);
        await tab.PressAsync("Sign out");
        await SignInAsync(tab, changed);
        await tab.SeeAsync("Hello, ");
    }

    [Fact]
    public async Task A_user_downloads_everything_that_is_stored()
    {
        using var folder = TemporaryFolder.Create("secureauth-downloads-");
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        await tab.DownloadToAsync(folder.Path);

        await tab.PressAsync("Download my data");

        var file = Path.Combine(folder.Path, "account.json");
        await Eventually.IsTrueAsync(() => File.Exists(file), "the file is there");
        using var data = JsonDocument.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Contains(user.Email, data.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_renames_and_removes_a_passkey_but_not_the_only_way_in()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        await tab.AddAuthenticatorAsync();
        await tab.FollowAsync("Security");
        await tab.PressAsync("Add a passkey");
        await tab.SeeAsync("The passkey has been added");
        await tab.PressAsync("Rename " + await tab.TextOfAsync(".list strong"));
        await tab.SeeAsync("Rename the passkey");
        Assert.Empty(await tab.ViolationsAsync());
        await tab.FillAsync("Name", "My key");
        await tab.PressAsync("Rename");
        await tab.PressAsync("Rename My key");
        await tab.PressAsync("Cancel");

        var hash = await system.Database.ScalarAsync<string>("SELECT password_hash FROM users WHERE email = $1", user.Email);
        await system.Database.ExecuteAsync("UPDATE users SET password_hash = NULL WHERE email = $1", user.Email);
        await tab.PressAsync("Remove My key");
        await tab.SeeAsync("“My key” will no longer sign you in here");
        Assert.Empty(await tab.ViolationsAsync());
        await tab.PressAsync("Remove it");
        await tab.SeeAsync("there is no other way in");

        await system.Database.ExecuteAsync("UPDATE users SET password_hash = $1 WHERE email = $2", hash!, user.Email);
        await tab.PressAsync("Remove My key");
        await tab.PressAsync("Remove it");
        await tab.SeeAsync("The passkey has been removed");
        Assert.DoesNotContain("My key", await tab.TextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_keeps_new_recovery_codes_and_turns_the_authenticator_app_off()
    {
        var user = await system.RegisterAsync();
        await using var tab = await SignedInAsync(user);
        await tab.ShowAsync(360, 740, "dark");
        await tab.AllowClipboardAsync(system.Origin);
        await tab.CountPrintsAsync();
        await tab.FollowAsync("Security");
        await tab.PressAsync("Set up");
        await tab.SeeAsync("Scan this code");
        var app = new AuthenticatorApp((await tab.TextOfAsync(".secret")).Replace(" ", "", StringComparison.Ordinal));
        await tab.FillAsync("Code", app.Code());
        await tab.PressAsync("Turn it on");
        await tab.SeeAsync("Your recovery codes");
        var first = await tab.TextOfAsync(".codes");
        await tab.PressAsync("I have kept them");

        await tab.PressAsync("New recovery codes");
        await tab.SeeAsync("Your old codes no longer work");
        var codes = await tab.TextOfAsync(".codes");
        Assert.NotEqual(first, codes);
        Assert.Empty(await tab.ViolationsAsync());
        Assert.False(await tab.OverflowsAsync());
        await tab.PressAsync("Copy");
        await tab.SeeAsync("The codes have been copied");
        Assert.Equal(codes, await tab.ClipboardAsync());
        await tab.PressAsync("Print");
        Assert.Equal(1, await tab.PrintsAsync());
        await tab.PressAsync("I have kept them");

        await tab.PressAsync("Turn off");
        await tab.FillAsync("Code from your app, or a recovery code", first.Split('\n')[0]);
        await tab.PressAsync("Turn it off");
        await tab.SeeAsync("This code is not right");
        await tab.FillAsync("Code from your app, or a recovery code", codes.Split('\n')[0]);
        await tab.PressAsync("Turn it off");
        await tab.SeeAsync("The authenticator app is off");
        await tab.PressAsync("Sign out");
        await SignInAsync(tab, user);
        await tab.SeeAsync("Hello, ");
    }

    [Fact]
    public async Task A_user_signs_out_all_other_devices_and_sees_earlier_activity()
    {
        // One device, which is not new each time.
        var device = await KnownDevice.CreateAsync(system.NewClient(), await system.RegisterAsync());
        var user = device.User;
        var others = new List<(TestClient Client, string Access)> { (device.Client, device.Pair["access_token"]) };
        for (var i = 0; i < 20; i++)
        {
            var client = system.NewClient();
            others.Add((client, (await client.LoginAsync(user, device.Token))["access_token"]));
        }

        await using var tab = await SignedInAsync(user);
        await tab.FollowAsync("Devices");
        await tab.PressAsync("Sign out all others");
        await tab.SeeAsync("Sign out all other devices?");
        Assert.Empty(await tab.ViolationsAsync());
        await tab.PressAsync("Sign them out");
        await tab.SeeAsync("There are no other devices");
        await IsSignedOutAsync(others[0]);
        await IsSignedOutAsync(others[^1]);

        await tab.FollowAsync("Activity");
        await tab.SeeAsync("Signed in");
        Assert.DoesNotContain("Registered", await tab.TextAsync(), StringComparison.Ordinal);
        await tab.PressAsync("Show earlier");
        await tab.SeeAsync("Registered");
        Assert.Equal("Signed in", await tab.FocusedAsync());
    }

    [Fact]
    public async Task The_page_allows_neither_inline_code_nor_anything_from_elsewhere()
    {
        var page = await system.NewClient().GetAsync("/account/verify");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("text/html", page.ContentType);
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
            + "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            page.Header("Content-Security-Policy"));
        Assert.Equal("same-origin", page.Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("no-referrer", page.Header("Referrer-Policy"));
        Assert.Equal("nosniff", page.Header("X-Content-Type-Options"));
        Assert.DoesNotContain("<i>", page.Body, StringComparison.Ordinal);

        // Another configuration is another text, which no browser may take for the one that it knows.
        var other = await shared.StartApiAsync(("Account__Page", "true"));
        await using (other)
        {
            Assert.NotEqual(page.Header("ETag"), (await new TestClient(other).GetAsync("/account/verify")).Header("ETag"));
        }
    }

    [Theory]
    [InlineData("/account")]
    [InlineData("/account/verify")]
    [InlineData("/account/files/app.js")]
    [InlineData("/account/files/account.css")]
    public async Task A_page_that_is_switched_off_does_not_exist(string path)
    {
        Assert.Equal(HttpStatusCode.OK, (await system.NewClient().GetAsync(path)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await shared.NewClient().GetAsync(path)).Status);
    }

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

    /// <summary>A session of another device.</summary>
    private async Task<(TestClient Client, string Access)> SignInAsync(NewUser user)
    {
        var client = system.NewClient();
        return (client, (await client.LoginAsync(user)).Json.GetProperty("access_token").GetString()!);
    }

    private static Task IsSignedOutAsync((TestClient Client, string Access) device) => Eventually.IsTrueAsync(
        async () => (await device.Client.MeAsync(device.Access)).Status == HttpStatusCode.Unauthorized,
        "the device is signed out");
}
