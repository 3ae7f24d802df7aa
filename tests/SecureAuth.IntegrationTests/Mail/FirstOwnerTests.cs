using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

/// <summary>
/// Somebody registers with the address of somebody else, where that is enough to sign in, and sets up factors. The first person
/// who proves to read the mails of the address is its owner.
/// </summary>
[Collection(nameof(VerifyingApi))]
public sealed class FirstOwnerTests(VerifyingApi verifying)
{
    private readonly TestClient _client = verifying.NewClient();

    [Fact]
    public async Task A_reset_of_an_unverified_account_removes_the_passkeys_and_the_name_that_somebody_else_may_have_given_it()
    {
        using var stranger = await PasskeyUser.CreateAsync(verifying.System);
        var account = stranger.User.Account;
        var token = await verifying.ResetTokenAsync(stranger.Client, account);
        var chosen = NewUser.StrongPassword();

        var reset = await stranger.Client.ResetAsync(token, chosen);

        Assert.Equal(HttpStatusCode.NoContent, reset.Status);
        Problems.Is("invalid_credentials", await stranger.Client.PasskeyLoginAsync(stranger.Authenticator));
        var owner = await stranger.Client.LoginAsync(account.Email, chosen);
        var me = await stranger.Client.MeAsync(owner["access_token"]);
        Assert.Null(me.Json.GetProperty("display_name").GetString());
        Assert.Equal(0, me.Json.GetProperty("passkeys").GetInt32());
        Assert.Contains(
            await verifying.Database.AuditOfRequestAsync(reset),
            row => row.Event == AuditEvent.PasskeyRemoved && row.UserId == stranger.Id && row.Reason == "email_not_verified");
        Assert.Contains(
            await verifying.Database.AuditOfRequestAsync(reset), row => row.Event == AuditEvent.EmailVerified);
        Assert.Null((await verifying.MailboxOf(account).WaitAsync(MailSubjects.PasskeysChanged)).Token);
    }

    [Fact]
    public async Task Where_addresses_must_be_verified_it_removes_the_authenticator_and_the_recovery_codes_too()
    {
        var stranger = await EnrolledUser.CreateAsync(verifying.System);
        var account = stranger.User.Account;
        var chosen = NewUser.StrongPassword();

        var reset = await _client.ResetAsync(await verifying.ResetTokenAsync(_client, account), chosen);

        var owner = await _client.LoginAsync(account.Email, chosen);
        Assert.Equal(HttpStatusCode.OK, owner.Status);
        Assert.False(owner.Json.GetProperty("two_fa_required").GetBoolean());
        Assert.Equal(0, await verifying.Database.RecoveryCodesLeftAsync(stranger.Id));
        Assert.Contains(
            await verifying.Database.AuditOfRequestAsync(reset),
            row => row.Event == AuditEvent.TotpDisabled && row.Reason == "email_not_verified");
    }

    [Fact]
    public async Task Where_verification_is_optional_an_authenticator_stays_on()
    {
        var user = await EnrolledUser.CreateAsync(verifying.System);
        var account = user.User.Account;
        var chosen = NewUser.StrongPassword();

        await user.Client.ResetAsync(await verifying.ResetTokenAsync(user.Client, account), chosen);

        Assert.True((await user.Client.LoginAsync(account.Email, chosen)).Json.GetProperty("two_fa_required").GetBoolean());
    }

    [Fact]
    public async Task A_reset_of_a_verified_account_removes_no_passkey()
    {
        using var user = await PasskeyUser.CreateAsync(verifying.System);
        var account = user.User.Account;
        await user.Client.VerifyEmailAsync((await verifying.MailboxOf(account).WaitAsync(MailSubjects.Verify)).Token);

        await user.Client.ResetAsync(await verifying.ResetTokenAsync(user.Client, account), NewUser.StrongPassword());

        await user.SignInAsync();
    }
}
