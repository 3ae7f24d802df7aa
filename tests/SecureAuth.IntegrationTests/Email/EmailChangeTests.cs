using System.Net;
using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.IntegrationTests.Mail;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Email;

public sealed class EmailChangeTests(TestSystem system)
{
    [Fact]
    public async Task A_new_address_takes_effect_once_it_is_verified_and_both_addresses_are_told()
    {
        var mover = await Mover.CreateAsync(system);
        var (client, user) = (mover.Client, mover.User);
        var email = NewUser.Create().Email;

        var requested = await client.ChangeEmailAsync(user.AccessToken, email);

        Assert.Equal((HttpStatusCode.Accepted, ""), (requested.Status, requested.Body));
        Assert.Null((await system.MailboxOf(mover.First).WaitAsync(MailSubjects.ChangeRequested)).Token);
        Assert.Equal(mover.First, (await client.MeAsync(user.AccessToken))["email"]);
        var mail = await system.MailboxOf(email).WaitAsync(MailSubjects.VerifyNew);
        Assert.Contains($"{Settings.Issuer}/account/verify#token=", mail.Text, StringComparison.Ordinal);

        var verified = await client.VerifyEmailAsync(mail.Token);

        Assert.Equal(HttpStatusCode.NoContent, verified.Status);
        var me = await client.MeAsync(user.AccessToken);
        Assert.Equal(email, me["email"]);
        Assert.True(me.Json.GetProperty("email_verified").GetBoolean());
        Problems.Is("invalid_credentials", await client.LoginAsync(user.Account));
        Assert.Equal(HttpStatusCode.OK, (await client.LoginAsync(email, user.Account.Password)).Status);
        var told = await system.MailboxOf(mover.First).WaitAsync(MailSubjects.EmailChanged);
        Assert.Contains($"{Settings.Issuer}/account/restore#token=", told.Text, StringComparison.Ordinal);
        Assert.Contains("72 hours", told.Text, StringComparison.Ordinal);
        Assert.Null((await system.MailboxOf(email).WaitAsync(MailSubjects.NewEmailInUse)).Token);
        Assert.Equal(AuditEvent.EmailChangeRequested, Assert.Single(await system.Database.AuditOfRequestAsync(requested)).Event);
        Assert.Equal(AuditEvent.EmailChanged, Assert.Single(await system.Database.AuditOfRequestAsync(verified)).Event);
        var activity = await client.GetAsync("/api/v1/users/me/activity", user.AccessToken);
        Assert.Contains("email_changed", activity.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_address_gets_the_same_response_and_its_owner_is_told()
    {
        var owner = await Mover.CreateAsync(system);
        var mover = await Mover.CreateAsync(system);

        var unknown = NewUser.Create().Email;
        var free = await mover.Client.ChangeEmailAsync(mover.User.AccessToken, unknown);
        await system.MailboxOf(unknown).WaitAsync(MailSubjects.VerifyNew);
        var taken = await mover.Client.ChangeEmailAsync(mover.User.AccessToken, owner.First.ToUpperInvariant());

        SameResponse.Assert(free, taken);
        var told = await system.MailboxOf(owner.First).WaitAsync(MailSubjects.RegistrationAttempt);
        Assert.Contains("use this e-mail address for another account", told.Text, StringComparison.Ordinal);
        Assert.Empty(system.MailboxOf(owner.First).Named(MailSubjects.VerifyNew));

        // Neither the activity nor the mails in an export tell the difference.
        await Eventually.IsTrueAsync(
            async () => await system.Database.ScalarAsync<bool>(
                "SELECT bool_and(sent_at IS NOT NULL) FROM outbox WHERE user_id = $1 AND kind = $2", mover.Id,
                MailKind.VerifyNewEmail),
            "both mails are settled");
        var export = (await mover.Client.GetAsync("/api/v1/users/me/export", mover.User.AccessToken)).Json;
        var mails = export.GetProperty("mails").EnumerateArray()
            .Where(mail => mail.GetProperty("kind").GetString() == "verify_new_email").ToList();
        Assert.Equal(2, mails.Count);
        Assert.All(mails, mail => Assert.NotEqual(JsonValueKind.Null, mail.GetProperty("sent_at").ValueKind));
        foreach (var response in new[] { free, taken })
        {
            var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
            Assert.Equal((AuditEvent.EmailChangeRequested, null), (row.Event, row.Reason));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nobody")]
    [InlineData("a@b.test\r\nBcc: c@d.test")]
    public async Task An_invalid_address_is_refused(string? email)
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());

        Problems.IsInvalid("new_email", await user.Client.ChangeEmailAsync(user.AccessToken, email!));
    }

    [Fact]
    public async Task The_address_that_the_account_has_is_refused_in_any_case()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());

        var response = await user.Client.ChangeEmailAsync(user.AccessToken, user.Account.Email.ToUpperInvariant());

        Problems.IsInvalid("new_email", response);
        Assert.Equal(["unchanged"], response.ErrorsOf("new_email"));
    }

    [Fact]
    public async Task A_change_needs_fresh_credentials_and_the_second_factor()
    {
        var email = NewUser.Create().Email;
        var enrolled = await EnrolledUser.CreateAsync(system);
        Problems.Is(
            "second_factor_required", await enrolled.Client.ChangeEmailAsync(enrolled.User.AccessToken, email));
        var complete = await enrolled.SignInAsync();
        Assert.Equal(
            HttpStatusCode.Accepted, (await enrolled.Client.ChangeEmailAsync(complete.AccessToken, email)).Status);

        var stale = await (await SignedInUser.CreateAsync(system.NewClient())).StaleAsync(system);
        Problems.Is("reauthentication_required", await stale.Client.ChangeEmailAsync(stale.AccessToken, email));
        Problems.Is("invalid_token", await stale.Client.PostAsync("/api/v1/users/me/email", new { new_email = email }));
    }

    [Fact]
    public async Task A_change_ends_the_other_sessions_and_the_sign_ins_in_progress()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        var user = await enrolled.SignInAsync();
        var other = await enrolled.SignInAsync();
        var token = await new Mover(system, user).RequestAsync(NewUser.Create().Email);
        var challenge = await enrolled.ChallengeAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.VerifyEmailAsync(token)).Status);

        await other.IsSignedOutAsync();
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.AccessToken)).Status);
        Problems.Is("invalid_temp_token", await user.Client.CompleteAsync(challenge, await enrolled.UnusedCodeAsync()));
    }

    [Theory]
    [InlineData("UPDATE one_time_tokens SET expires_at = clock_timestamp() WHERE user_id = $1")]
    [InlineData("UPDATE users SET security_stamp = 'changed' WHERE id = $1")]
    [InlineData("UPDATE users SET normalized_email = normalized_email || '.ORG' WHERE id = $1")]
    [InlineData("UPDATE users SET is_active = false WHERE id = $1")]
    [InlineData("UPDATE one_time_tokens SET purpose = 2 WHERE user_id = $1")]
    public async Task A_token_is_bound_to_time_password_address_state_and_purpose(string change)
    {
        var mover = await Mover.CreateAsync(system);
        var token = await mover.RequestAsync(NewUser.Create().Email);
        await system.Database.ExecuteAsync(change, mover.Id);

        Problems.IsInvalidOneTimeToken(await mover.Client.VerifyEmailAsync(token));
        Assert.Equal(mover.First, await mover.AddressAsync());
    }

    [Fact]
    public async Task A_newer_request_and_a_new_password_end_an_older_request()
    {
        var mover = await Mover.CreateAsync(system);
        var first = await mover.RequestAsync(NewUser.Create().Email);
        var second = await mover.RequestAsync(NewUser.Create().Email);
        Problems.IsInvalidOneTimeToken(await mover.Client.VerifyEmailAsync(first));

        var changed = await mover.Client.ChangePasswordAsync(
            mover.User.AccessToken, mover.User.Account.Password, NewUser.StrongPassword());
        Assert.Equal(HttpStatusCode.NoContent, changed.Status);

        Problems.IsInvalidOneTimeToken(await mover.Client.VerifyEmailAsync(second));
        Assert.Equal(mover.First, await mover.AddressAsync());
    }

    [Fact]
    public async Task A_change_ends_the_mailed_tokens_of_the_former_address()
    {
        var mover = await Mover.CreateAsync(system);
        await mover.Client.ForgotAsync(mover.First);
        var reset = (await system.MailboxOf(mover.First).WaitAsync(MailSubjects.Reset)).Token;
        var verify = (await system.MailboxOf(mover.First).WaitAsync(MailSubjects.Verify)).Token;

        await mover.MoveAsync(NewUser.Create().Email);

        Problems.IsInvalidOneTimeToken(await mover.Client.ResetAsync(reset, NewUser.StrongPassword()));
        Problems.IsInvalidOneTimeToken(await mover.Client.VerifyEmailAsync(verify));
    }

    [Fact]
    public async Task A_user_sends_at_most_five_mails_an_hour_to_other_addresses()
    {
        var mover = await Mover.CreateAsync(system);
        for (var i = 0; i < 5; i++)
        {
            await mover.RequestAsync(NewUser.Create().Email);
        }

        var sixth = NewUser.Create().Email;
        var refused = await mover.Client.ChangeEmailAsync(mover.User.AccessToken, sixth);

        Problems.Is("rate_limited", refused);
        Assert.InRange(refused.RetryAfter!.Value, 3500, 3600);
        Assert.Equal("too_many_requests", Assert.Single(await system.Database.AuditOfRequestAsync(refused)).Reason);
        Assert.Single(system.MailboxOf(mover.First).Named(MailSubjects.ChangeRequested));

        await mover.AgeAsync("1 hour");
        await mover.RequestAsync(sixth);
    }

    [Fact]
    public async Task The_mail_to_the_new_address_does_not_contain_the_name()
    {
        var account = NewUser.Create() with { DisplayName = "You won at casino.test" };
        var client = system.NewClient();
        var mover = new Mover(system, await SignedInUser.CreateAsync(client, account));
        await client.VerifyEmailAsync((await system.MailboxOf(account.Email).WaitAsync(MailSubjects.Verify)).Token);
        var email = NewUser.Create().Email;

        await mover.RequestAsync(email);

        Assert.DoesNotContain(
            "casino", Assert.Single(system.MailboxOf(email).All).Message.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_that_waits_goes_to_the_former_address()
    {
        var mover = await Mover.CreateAsync(system);
        await system.Database.ExecuteAsync(
            """
            INSERT INTO outbox (id, kind, user_id, details, next_attempt_at)
            VALUES ($1, 10, $1, '{}', clock_timestamp() + interval '1 hour')
            """,
            mover.Id);

        await mover.MoveAsync(NewUser.Create().Email);

        Assert.Equal(
            mover.First,
            await system.Database.ScalarAsync<string>("DELETE FROM outbox WHERE id = $1 RETURNING recipient", mover.Id));
    }

    [Fact]
    public async Task Guesses_at_the_new_address_do_not_lock_its_owner_out()
    {
        var mover = await Mover.CreateAsync(system);
        var email = NewUser.Create().Email;
        while ((await mover.Client.LoginAsync(email, NewUser.StrongPassword())).Status == HttpStatusCode.Unauthorized)
        {
        }

        await mover.MoveAsync(email);

        Assert.Equal(HttpStatusCode.OK, (await mover.Client.LoginAsync(email, mover.User.Account.Password)).Status);
    }

    [Fact]
    public async Task Of_two_users_who_prove_an_address_the_first_gets_it()
    {
        var (first, second) = (await Mover.CreateAsync(system), await Mover.CreateAsync(system));
        var email = NewUser.Create().Email;
        var firstToken = await first.RequestAsync(email);
        var secondToken = await second.RequestAsync(email, 2);
        Assert.Equal(HttpStatusCode.NoContent, (await first.Client.VerifyEmailAsync(firstToken)).Status);

        var late = await second.Client.VerifyEmailAsync(secondToken);

        Problems.IsInvalidOneTimeToken(late);
        Assert.Equal("email_taken", Assert.Single(await system.Database.AuditOfRequestAsync(late)).Reason);
        Assert.Equal(second.First, await second.AddressAsync());
        Assert.Equal(HttpStatusCode.OK, (await second.Client.MeAsync(second.User.AccessToken)).Status);
    }

    [Fact]
    public async Task Nobody_else_gets_the_former_address_for_72_hours()
    {
        var mover = await Mover.CreateAsync(system);
        var other = await Mover.CreateAsync(system);
        var early = await other.Client.ChangeEmailAsync(other.User.AccessToken, mover.First);
        await mover.MoveAsync(NewUser.Create().Email);
        var stranger = mover.User.Account with { Password = NewUser.StrongPassword() };

        Problems.Is("email_taken", await mover.Client.RegisterAsync(stranger));
        SameResponse.Assert(early, await other.Client.ChangeEmailAsync(other.User.AccessToken, mover.First));
        await mover.AgeAsync("71 hours 55 minutes");
        Problems.Is("email_taken", await mover.Client.RegisterAsync(stranger));
        string[] create = ["users", "create", mover.First, "--password-stdin", "--yes"];
        var created = await Cli.RunAsync(system.Settings.ForOperators(), stranger.Password + "\n", create);
        Assert.NotEqual(0, created.ExitCode);
        Assert.Empty(system.MailboxOf(mover.First).Named(MailSubjects.VerifyNew));

        await mover.AgeAsync("5 minutes");
        Assert.Equal(HttpStatusCode.Created, (await mover.Client.RegisterAsync(stranger)).Status);
    }

    [Fact]
    public async Task A_user_can_go_back_to_a_former_address()
    {
        var mover = await Mover.CreateAsync(system);
        await mover.MoveAsync(NewUser.Create().Email);

        await mover.MoveAsync(mover.First);

        Assert.Equal(mover.First, await mover.AddressAsync());
    }

    [Fact]
    public async Task An_export_contains_the_addresses_and_an_erasure_removes_them()
    {
        var mover = await Mover.CreateAsync(system);
        var (second, third) = (NewUser.Create().Email, NewUser.Create().Email);
        await mover.MoveAsync(second);
        await mover.RequestAsync(third);

        var export = await mover.Client.GetAsync("/api/v1/users/me/export", mover.User.AccessToken);

        var changes = export.Json.GetProperty("mailed_links").EnumerateArray()
            .Select(link => (link.GetProperty("kind").GetString(), link.GetProperty("email").GetString()))
            .Where(link => link.Item2 is not null).ToList();
        Assert.Equal([("change_email", third), ("restore_email", mover.First), ("change_email", second)], changes);
        var deleted = await mover.Client.CallAsync(HttpMethod.Delete, "/api/v1/users/me", null, mover.User.AccessToken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        object addresses = new[] { mover.First, second, third };
        Assert.Equal(0, await system.Database.ScalarAsync<long>(
            "SELECT count(*) FROM one_time_tokens WHERE email = ANY($1)", addresses));
        Assert.Equal(0, await system.Database.ScalarAsync<long>(
            "SELECT count(*) FROM outbox WHERE recipient = ANY($1)", addresses));
        Assert.Equal(HttpStatusCode.Created, (await mover.Client.RegisterAsync(mover.User.Account)).Status);
    }
}
