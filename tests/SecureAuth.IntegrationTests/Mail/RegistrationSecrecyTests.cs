using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

/// <summary>Where addresses have to be verified, a registration does not reveal whether the address has an account.</summary>
[Collection(nameof(VerifyingApi))]
public sealed class RegistrationSecrecyTests(VerifyingApi verifying)
{
    private readonly TestClient _client = verifying.NewClient();

    [Fact]
    public async Task A_new_and_a_taken_address_get_the_same_response()
    {
        var user = NewUser.Create();

        var created = await _client.RegisterAsync(user);
        var taken = await _client.RegisterAsync(user with { Password = NewUser.StrongPassword() });

        Assert.Equal(HttpStatusCode.Accepted, created.Status);
        Assert.Equal("""{"status":"verification_required"}""", created.Body);
        SameResponse.Assert(created, taken);
        Assert.Equal("email_taken", Assert.Single(await verifying.Database.AuditOfRequestAsync(taken)).Reason);
    }

    [Fact]
    public async Task A_taken_address_needs_a_strong_password_too()
    {
        var user = await VerifyingApi.RegisterAsync(_client);

        Problems.Is("weak_password", await _client.RegisterAsync(user with { Password = "short" }));
    }

    [Fact]
    public async Task The_owner_of_a_verified_address_is_told_once_an_hour_without_a_link()
    {
        var user = await verifying.VerifiedAsync(_client);

        for (var i = 0; i < 3; i++)
        {
            await _client.RegisterAsync(user.Email.ToUpperInvariant(), NewUser.StrongPassword());
        }

        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.RegistrationAttempt);
        Assert.Null(mail.Token);
        await verifying.IsIdleAsync();
        Assert.Single(verifying.MailboxOf(user).Named(MailSubjects.RegistrationAttempt));
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
    }

    [Fact]
    public async Task Whoever_registers_first_with_the_address_of_somebody_else_does_not_keep_the_account()
    {
        var stranger = await VerifyingApi.RegisterAsync(_client);
        var owner = stranger with { Password = NewUser.StrongPassword() };
        await _client.RegisterAsync(owner);
        var mail = await verifying.MailboxOf(owner).WaitAsync(MailSubjects.RegistrationAttempt);

        var reset = await _client.ResetAsync(mail.Token, owner.Password);

        Assert.Equal(HttpStatusCode.NoContent, reset.Status);
        Problems.Is("invalid_credentials", await _client.LoginAsync(stranger));
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(owner)).Status);
        var first = await verifying.MailboxOf(owner).WaitAsync(MailSubjects.Verify);
        Problems.IsInvalidOneTimeToken(await _client.VerifyEmailAsync(first.Token));
    }

    [Fact]
    public async Task A_registration_with_a_taken_address_does_not_clear_the_failed_attempts()
    {
        var user = await verifying.VerifiedAsync(_client);
        await _client.LoginAsync(user.Email, NewUser.StrongPassword());

        await _client.RegisterAsync(user with { Password = NewUser.StrongPassword() });

        Assert.Equal(1, await verifying.Database.UnclearedGuessesAsync(await verifying.IdOfAsync(user)));
    }

    [Fact]
    public async Task The_name_of_an_unverified_account_is_not_in_its_mails()
    {
        var user = NewUser.Create() with { DisplayName = "You won at casino.test" };
        await _client.RegisterAsync(user);

        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.Verify);

        Assert.DoesNotContain("casino", mail.Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_escaped_in_HTML()
    {
        var user = NewUser.Create() with { DisplayName = "<img src=x>&" };
        await _client.RegisterAsync(user);
        await _client.VerifyEmailAsync((await verifying.MailboxOf(user).WaitAsync(MailSubjects.Verify)).Token);
        await _client.ForgotAsync(user.Email);

        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.Reset);

        Assert.Contains("Hello <img src=x>&,", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Hello &lt;img src=x&gt;&amp;,", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registration_that_is_refused_for_its_address_records_nothing_else()
    {
        var user = await VerifyingApi.RegisterAsync(_client);

        var taken = await _client.RegisterAsync(user);

        var row = Assert.Single(await verifying.Database.AuditOfRequestAsync(taken));
        Assert.Equal((AuditEvent.RegistrationRefused, null), (row.Event, row.UserId));
    }
}
