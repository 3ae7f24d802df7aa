using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

[Collection(nameof(VerifyingApi))]
public sealed class VerificationTests(VerifyingApi verifying)
{
    private readonly TestClient _client = verifying.NewClient();

    [Fact]
    public async Task A_registered_user_can_sign_in_once_the_address_is_verified()
    {
        var user = await VerifyingApi.RegisterAsync(_client);
        Problems.Is("email_not_verified", await _client.LoginAsync(user));

        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.Verify);
        var verified = await _client.VerifyEmailAsync(mail.Token);

        Assert.Equal(HttpStatusCode.NoContent, verified.Status);
        var signedIn = await _client.LoginAsync(user);
        Assert.Equal(HttpStatusCode.OK, signedIn.Status);
        var me = await _client.MeAsync(signedIn["access_token"]);
        Assert.True(me.Json.GetProperty("email_verified").GetBoolean());
        Assert.Equal(AuditEvent.EmailVerified, Assert.Single(await verifying.Database.AuditOfRequestAsync(verified)).Event);
    }

    [Fact]
    public async Task A_wrong_password_of_an_unverified_account_reveals_nothing()
    {
        var user = await VerifyingApi.RegisterAsync(_client);

        Problems.Is("invalid_credentials", await _client.LoginAsync(user.Email, NewUser.StrongPassword()));
    }

    [Fact]
    public async Task Opening_the_link_uses_nothing_up_and_the_mail_has_both_parts()
    {
        var user = await VerifyingApi.RegisterAsync(_client);
        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.Verify);

        Assert.StartsWith($"{Settings.Issuer}/account/verify#token=", LinkIn(mail.Text), StringComparison.Ordinal);
        Assert.Contains($"href=\"{LinkIn(mail.Text)}\"", mail.Html, StringComparison.Ordinal);
        await _client.GetAsync(new Uri(LinkIn(mail.Text)).AbsolutePath);

        Assert.Equal(HttpStatusCode.NoContent, (await _client.VerifyEmailAsync(mail.Token)).Status);
    }

    [Fact]
    public async Task A_token_works_once_and_a_newer_one_replaces_it()
    {
        var user = await VerifyingApi.RegisterAsync(_client);
        var first = (await verifying.MailboxOf(user).WaitAsync(MailSubjects.Verify)).Token;
        Assert.Equal(HttpStatusCode.Accepted, (await _client.ResendAsync(user.Email)).Status);
        var second = (await verifying.MailboxOf(user).WaitAsync(MailSubjects.Verify, 2)).Token;

        Assert.NotEqual(first, second);
        Problems.IsInvalidOneTimeToken(await _client.VerifyEmailAsync(first));
        Assert.Equal(HttpStatusCode.NoContent, (await _client.VerifyEmailAsync(second)).Status);
        Problems.IsInvalidOneTimeToken(await _client.VerifyEmailAsync(second));
    }

    [Theory]
    [InlineData("UPDATE one_time_tokens SET expires_at = clock_timestamp() WHERE user_id = $1")]
    [InlineData("UPDATE users SET security_stamp = 'changed' WHERE id = $1")]
    [InlineData("UPDATE users SET normalized_email = normalized_email || '.ORG' WHERE id = $1")]
    [InlineData("UPDATE users SET is_active = false WHERE id = $1")]
    [InlineData("UPDATE one_time_tokens SET purpose = 2 WHERE user_id = $1")]
    public async Task A_token_is_bound_to_time_password_address_state_and_purpose(string change)
    {
        var user = await VerifyingApi.RegisterAsync(_client);
        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.Verify);
        await verifying.Database.ExecuteAsync(change, await verifying.IdOfAsync(user));

        Problems.IsInvalidOneTimeToken(await _client.VerifyEmailAsync(mail.Token));
    }

    [Theory]
    [InlineData("saot_")]
    [InlineData("saot_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("x")]
    public async Task An_unknown_token_is_invalid(string token)
    {
        var response = await _client.VerifyEmailAsync(token);

        Problems.IsInvalidOneTimeToken(response);
        Assert.Equal("invalid_token", Assert.Single(await verifying.Database.AuditOfRequestAsync(response)).Reason);
    }

    [Fact]
    public async Task A_verified_address_gets_no_further_mail_and_an_account_at_most_five_an_hour()
    {
        var verified = await verifying.VerifiedAsync(_client);
        var user = await VerifyingApi.RegisterAsync(_client);
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal(HttpStatusCode.Accepted, (await _client.ResendAsync(user.Email)).Status);
            Assert.Equal(HttpStatusCode.Accepted, (await _client.ResendAsync(verified.Email)).Status);
            await verifying.IsIdleAsync();
        }

        Assert.Single(verifying.MailboxOf(verified).Named(MailSubjects.Verify));
        var mails = verifying.MailboxOf(user).Named(MailSubjects.Verify);
        Assert.Equal(5, mails.Count);

        // The last link works, although newer requests were dropped.
        Assert.Equal(HttpStatusCode.NoContent, (await _client.VerifyEmailAsync(mails[^1].Token)).Status);
    }

    [Fact]
    public async Task An_unverified_address_gets_five_links_of_all_kinds_an_hour_and_ten_a_day()
    {
        var user = await VerifyingApi.RegisterAsync(_client);
        for (var hour = 0; hour < 3; hour++)
        {
            for (var i = 0; i < 3; i++)
            {
                await _client.ResendAsync(user.Email);
                await verifying.IsIdleAsync();
                await _client.ForgotAsync(user.Email);
                await verifying.IsIdleAsync();
            }

            Assert.Equal(Math.Min(5 * (hour + 1), 10), verifying.MailboxOf(user).All.Count);
            await verifying.Database.ExecuteAsync(
                "UPDATE outbox SET admitted_at = admitted_at - interval '61 minutes' WHERE user_id = $1",
                await verifying.IdOfAsync(user));
        }
    }

    private static string LinkIn(string text) =>
        text.Split('\n').Single(line => line.Contains("token=", StringComparison.Ordinal)).Trim();
}
