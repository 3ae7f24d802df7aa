using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Mail;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Passkeys;

[Collection(nameof(VerifyingApi))]
public sealed class UnverifiedPasskeyTests(VerifyingApi verifying)
{
    [Fact]
    public async Task A_passkey_of_an_account_with_an_unverified_address_does_not_sign_in_where_that_is_required()
    {
        using var user = await PasskeyUser.CreateAsync(verifying.System);
        var client = verifying.NewClient();

        var refused = await client.PasskeyLoginAsync(user.Authenticator);

        Problems.Is("email_not_verified", refused);
        var row = Assert.Single(await verifying.Database.AuditOfRequestAsync(refused));
        Assert.Equal((AuditEvent.SignInRefused, "email_not_verified", user.Id), (row.Event, row.Reason, row.UserId));

        var mail = await verifying.MailboxOf(user.User.Account).WaitAsync(MailSubjects.Verify);
        Assert.Equal(HttpStatusCode.NoContent, (await client.VerifyEmailAsync(mail.Token)).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.PasskeyLoginAsync(user.Authenticator)).Status);
    }
}
