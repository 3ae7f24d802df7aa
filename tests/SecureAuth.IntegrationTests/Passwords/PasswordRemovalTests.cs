using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Passwords;

public sealed class PasswordRemovalTests(TestSystem system)
{
    [Fact]
    public async Task A_user_with_a_passkey_can_do_without_a_password()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var other = await user.User.SignInAgainAsync();

        var removed = await user.Client.RemovePasswordAsync(user.User.AccessToken);

        Assert.Equal((HttpStatusCode.NoContent, ""), (removed.Status, removed.Body));
        Problems.Is("invalid_credentials", await user.Client.LoginAsync(user.User.Account));
        await user.SignInAsync();
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.User.AccessToken)).Status);
        Problems.Is("invalid_refresh_token", await user.Client.RefreshAsync(other.RefreshToken));
        Problems.Is("conflict", await user.Client.RemovePasskeyAsync(user.User.AccessToken, user.PasskeyId));
        Problems.Is("conflict", await user.Client.RemovePasswordAsync(user.User.AccessToken));
        var row = Assert.Single(
            await system.Database.AuditOfRequestAsync(removed), row => row.Event == AuditEvent.PasswordRemoved);
        Assert.Equal((user.Id, user.User.SessionId), (row.UserId, row.SessionId));
        var mail = await system.MailboxOf(user.User.Account.Email).WaitAsync(MailSubjects.PasswordChanged);
        Assert.Contains("was removed", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_sets_a_password_again()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.RemovePasswordAsync(user.User.AccessToken)).Status);
        var email = user.User.Account.Email;
        var chosen = NewUser.StrongPassword();

        await user.Client.ForgotAsync(email);
        await user.Client.ResetAsync((await system.MailboxOf(email).WaitAsync(MailSubjects.Reset)).Token, chosen);

        Assert.Equal(HttpStatusCode.OK, (await user.Client.LoginAsync(email, chosen)).Status);
    }

    [Fact]
    public async Task The_only_way_in_stays()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());

        var refused = await user.Client.RemovePasswordAsync(user.AccessToken);

        Problems.Is("conflict", refused);
        Assert.Equal("last_way_in", Assert.Single(await system.Database.AuditOfRequestAsync(refused)).Reason);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.LoginAsync(user.Account)).Status);
    }

    [Fact]
    public async Task A_session_that_is_not_fresh_or_lacks_the_second_factor_cannot_remove_the_password()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var stale = await user.User.StaleAsync(system);
        Problems.Is("reauthentication_required", await user.Client.RemovePasswordAsync(stale.AccessToken));

        using var second = await PasskeyUser.CreateAsync(system);
        await system.Database.ExecuteAsync("UPDATE users SET totp_enabled = true WHERE id = $1", second.Id);
        Problems.Is("second_factor_required", await second.Client.RemovePasswordAsync(second.User.AccessToken));
    }
}
