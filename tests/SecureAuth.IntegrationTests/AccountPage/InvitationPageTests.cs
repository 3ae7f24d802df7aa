using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.AccountPage;

/// <summary>What invited people do on the page, in a real browser.</summary>
public sealed class InvitationPageTests(InvitationPageSystem system, Chromium chromium)
    : IClassFixture<InvitationPageSystem>, IClassFixture<Chromium>
{
    [Fact]
    public async Task Whoever_is_invited_chooses_a_password_and_is_signed_in()
    {
        var (user, path) = await system.InviteAsync();
        await using var tab = await Tab.OpenAsync(chromium, new Uri(system.Origin, path));
        await tab.SeeAsync("You are invited");
        Assert.DoesNotContain("token", await tab.AddressAsync(), StringComparison.Ordinal);
        Assert.Equal(user.Email, await tab.ValueAsync("email"));
        Assert.Empty(await tab.ViolationsAsync());
        await tab.FillAsync("Name (optional)", "Ann");
        await tab.FillAsync("Password", user.Password);
        await tab.PressAsync("Create the account");

        await tab.SeeAsync("Hello, Ann");
        await tab.SeeAsync("You can delete your account for good.");
        Assert.DoesNotContain("Download my data", await tab.TextAsync(), StringComparison.Ordinal);
        await tab.FollowAsync("Security");
        await tab.SeeAsync("Last changed");
        var security = await tab.TextAsync();
        Assert.DoesNotContain("Passkeys", security, StringComparison.Ordinal);
        Assert.DoesNotContain("Authenticator app", security, StringComparison.Ordinal);
        Assert.Empty(await tab.ViolationsAsync());
    }

    [Fact]
    public async Task A_bad_invitation_is_refused_and_without_one_there_is_no_form()
    {
        await using var tab = await Tab.OpenAsync(
            chromium, new Uri(system.Origin, "/account/invitation#token=saot_bad&email=ann@example.com"));
        await tab.FillAsync("Password", NewUser.StrongPassword());
        await tab.PressAsync("Create the account");
        await tab.SeeAsync("This link has expired or has been used already.");

        await using var other = await Tab.OpenAsync(chromium, new Uri(system.Origin, "/account/register"));
        await other.SeeAsync("You need an invitation");
        await other.FollowAsync("I have an account");
        await other.SeeAsync("Forgot your password?");
        var signIn = await other.TextAsync();
        Assert.DoesNotContain("Create an account", signIn, StringComparison.Ordinal);
        Assert.DoesNotContain("passkey", signIn, StringComparison.Ordinal);
    }
}
