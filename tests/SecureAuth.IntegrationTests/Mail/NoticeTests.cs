using System.Net;
using SecureAuth.Core.Mail;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

[Collection(nameof(VerifyingApi))]
public sealed class NoticeTests(VerifyingApi verifying)
{
    private readonly TestClient _client = verifying.NewClient();

    [Fact]
    public async Task A_new_password_is_reported_once_an_hour_with_the_address_of_the_client()
    {
        var user = await verifying.VerifiedAsync(_client);
        var token = (await _client.LoginAsync(user))["access_token"];
        var second = NewUser.StrongPassword();
        Assert.Equal(HttpStatusCode.NoContent, (await _client.ChangePasswordAsync(token, user.Password, second)).Status);
        Assert.Equal(
            HttpStatusCode.NoContent, (await _client.ChangePasswordAsync(token, second, NewUser.StrongPassword())).Status);

        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.PasswordChanged);

        Assert.Contains(_client.Address, mail.Text, StringComparison.Ordinal);
        Assert.Contains($"Hello {user.DisplayName},", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("operator", mail.Text, StringComparison.Ordinal);
        await verifying.IsIdleAsync();
        Assert.Single(verifying.MailboxOf(user).Named(MailSubjects.PasswordChanged));
    }

    [Fact]
    public async Task A_password_that_an_operator_set_is_reported()
    {
        var user = await verifying.VerifiedAsync(_client);
        string[] command = ["users", "set-password", user.Email, "--password-stdin", "--yes"];
        var result = await Cli.RunAsync(
            verifying.System.Settings.ForOperators(), NewUser.StrongPassword() + "\n", command);
        Assert.True(result.ExitCode == 0, result.ToString());

        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.PasswordChanged);

        Assert.Contains("was changed by an operator.", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_factor_that_was_set_up_or_removed_by_an_operator_is_reported()
    {
        var enrolled = await EnrolledUser.CreateAsync(verifying.System);
        var mails = verifying.MailboxOf(enrolled.User.Account);
        var added = await mails.WaitAsync(MailSubjects.SecondFactorChanged);
        Assert.Contains("an authenticator app was added", added.Text, StringComparison.Ordinal);

        await verifying.Database.ExecuteAsync(
            "UPDATE outbox SET admitted_at = admitted_at - interval '1 hour' WHERE user_id = $1", enrolled.Id);
        await Cli.SucceedAsync(
            verifying.System.Settings.ForOperators(), "users", "reset-2fa", enrolled.User.Account.Email, "--yes");

        var removed = await mails.WaitAsync(MailSubjects.SecondFactorChanged, 2);
        Assert.Contains("an operator removed the second factor", removed.Text, StringComparison.Ordinal);
    }

    /// <summary>Otherwise whoever adds a factor could remove another one within the hour, and nobody would tell.</summary>
    [Fact]
    public async Task Each_change_of_the_second_factor_is_reported_once_an_hour()
    {
        var enrolled = await EnrolledUser.CreateAsync(verifying.System);
        var mails = verifying.MailboxOf(enrolled.User.Account);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await enrolled.Client.DisableAsync(enrolled.User.AccessToken, enrolled.RecoveryCodes[0])).Status);
        var removed = await mails.WaitAsync(MailSubjects.SecondFactorChanged, 2);
        Assert.Contains("was removed", removed.Text, StringComparison.Ordinal);

        var setUp = await enrolled.Client.SetUpAsync(enrolled.User.AccessToken);
        var verified = await enrolled.Client.VerifyAsync(
            enrolled.User.AccessToken, new AuthenticatorApp(setUp["secret"]).Code());
        Assert.Equal(HttpStatusCode.OK, verified.Status);

        await verifying.IsIdleAsync();
        Assert.Equal(2, mails.Named(MailSubjects.SecondFactorChanged).Count);
    }

    [Fact]
    public async Task A_lock_of_an_unknown_account_leaves_nothing_in_the_outbox()
    {
        var stranger = NewUser.Create();
        while ((await _client.LoginAsync(stranger)).Status == HttpStatusCode.Unauthorized)
        {
        }

        await verifying.IsIdleAsync();

        Assert.Equal(0, await verifying.Database.ScalarAsync<long>(
            "SELECT count(*) FROM outbox WHERE kind = $1 AND user_id IS NULL", MailKind.AccountLocked));
        Assert.Empty(verifying.System.MailboxOf(stranger.Email).All);
    }

    [Fact]
    public async Task An_address_is_verified_on_request_even_if_that_is_optional()
    {
        var client = verifying.System.NewClient();
        var user = await NewUser.RegisterAsync(client);
        Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(user)).Status);

        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.Verify);

        Assert.Equal(HttpStatusCode.NoContent, (await client.VerifyEmailAsync(mail.Token)).Status);
    }
}
