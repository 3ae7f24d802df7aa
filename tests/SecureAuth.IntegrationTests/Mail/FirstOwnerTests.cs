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

    [Fact]
    public async Task A_second_registration_ends_the_password_of_the_first_and_lets_the_owner_choose_one()
    {
        var stranger = await VerifyingApi.RegisterAsync(_client);
        var first = await verifying.MailboxOf(stranger).WaitAsync(MailSubjects.Verify);
        var owner = stranger with { Password = NewUser.StrongPassword() };

        await _client.RegisterAsync(owner);
        var attempt = await verifying.MailboxOf(owner).WaitAsync(MailSubjects.RegistrationAttempt);

        Problems.Is("invalid_credentials", await _client.LoginAsync(stranger));
        Problems.IsInvalidOneTimeToken(await _client.VerifyEmailAsync(first.Token));

        // Whoever asks for another link gets one that sets a password too.
        await _client.ResendAsync(owner.Email);
        var resent = await verifying.MailboxOf(owner).WaitAsync(MailSubjects.Reset);
        Assert.Single(verifying.MailboxOf(owner).Named(MailSubjects.Verify));
        Problems.IsInvalidOneTimeToken(await _client.VerifyEmailAsync(resent.Token));
        Problems.IsInvalidOneTimeToken(await _client.ResetAsync(attempt.Token, owner.Password));
        Assert.Equal(HttpStatusCode.NoContent, (await _client.ResetAsync(resent.Token, owner.Password)).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(owner)).Status);
        Problems.Is("invalid_credentials", await _client.LoginAsync(stranger));
    }

    [Fact]
    public async Task The_end_of_the_password_is_recorded_once_under_the_account()
    {
        var user = await VerifyingApi.RegisterAsync(_client);
        await _client.RegisterAsync(user);

        // Of two mails that wait at the same time, the older one may be dropped.
        await verifying.MailboxOf(user).WaitAsync(MailSubjects.RegistrationAttempt);
        await _client.RegisterAsync(user);
        await verifying.MailboxOf(user).WaitAsync(MailSubjects.RegistrationAttempt, 2);

        var id = await verifying.IdOfAsync(user);
        var row = Assert.Single(await verifying.Database.AuditWhereAsync("user_id = $1 AND reason = 'registered_again'", id));
        Assert.Equal(AuditEvent.PasswordEnded, row.Event);
    }

    [Fact]
    public async Task Of_fifty_registrations_at_once_no_password_survives_and_the_owner_chooses_one()
    {
        await using var api = await verifying.System.StartApiAsync(
            verifying.System.Settings.Patience, ("Accounts__EmailVerification", "Required"));
        var client = new TestClient(api);
        var user = NewUser.Create();
        var passwords = Enumerable.Range(0, Race.Callers).Select(_ => NewUser.StrongPassword()).ToList();

        var responses = await Race.RunAsync(
            passwords.Select(password => (Func<Task<Response>>)(() => client.RegisterAsync(user.Email, password))));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.Accepted, response.Status));
        await verifying.MailboxOf(user).WaitAsync(MailSubjects.RegistrationAttempt);
        await verifying.IsIdleAsync();
        var id = await verifying.IdOfAsync(user);
        Assert.True(await verifying.Database.ScalarAsync<bool>("SELECT password_hash IS NULL FROM users WHERE id = $1", id));
        var chosen = NewUser.StrongPassword();
        var used = 0;
        foreach (var mail in verifying.MailboxOf(user).All.Where(mail => mail.Token is not null))
        {
            used += (await _client.ResetAsync(mail.Token, chosen)).Status == HttpStatusCode.NoContent ? 1 : 0;
        }

        Assert.Equal(1, used);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, chosen)).Status);
    }

    [Fact]
    public async Task A_registration_of_a_stranger_signs_nobody_out()
    {
        // The user registered before verification was required, and the session has gone on.
        var user = await SignedInUser.CreateAsync(verifying.System.NewClient());

        await _client.RegisterAsync(user.Account.Email, NewUser.StrongPassword());
        await verifying.MailboxOf(user.Account).WaitAsync(MailSubjects.RegistrationAttempt);

        await user.RefreshedAsync();
    }

    [Fact]
    public async Task An_attempt_to_get_the_address_for_another_account_changes_nothing()
    {
        var user = await SignedInUser.CreateAsync(verifying.System.NewClient());
        var other = await SignedInUser.CreateAsync(verifying.System.NewClient());

        await other.Client.ChangeEmailAsync(other.AccessToken, user.Account.Email);
        await verifying.MailboxOf(user.Account).WaitAsync(MailSubjects.RegistrationAttempt);

        await user.SignInAgainAsync();
    }
}
