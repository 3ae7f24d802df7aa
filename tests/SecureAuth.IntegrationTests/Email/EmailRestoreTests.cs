using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Email;

/// <summary>The way back for somebody whose account was taken over.</summary>
public sealed class EmailRestoreTests(TestSystem system)
{
    [Fact]
    public async Task A_former_address_is_put_back_once_and_every_session_ends()
    {
        var mover = await Mover.CreateAsync(system);
        var second = NewUser.Create().Email;
        var token = await mover.MoveAsync(second);

        var restored = await mover.Client.RestoreEmailAsync(token);

        Assert.Equal((HttpStatusCode.NoContent, ""), (restored.Status, restored.Body));
        await mover.User.IsSignedOutAsync();
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(restored));
        Assert.Equal((AuditEvent.EmailRestored, mover.Id), (row.Event, row.UserId));
        Assert.Null((await system.MailboxOf(second).WaitAsync(MailSubjects.EmailRestored)).Token);
        Problems.Is("invalid_credentials", await mover.Client.LoginAsync(second, mover.User.Account.Password));
        Assert.Equal(HttpStatusCode.OK, (await mover.Client.LoginAsync(mover.User.Account)).Status);
        var chosen = NewUser.StrongPassword();
        var reset = (await system.MailboxOf(mover.First).WaitAsync(MailSubjects.Reset)).Token;
        Assert.Equal(HttpStatusCode.NoContent, (await mover.Client.ResetAsync(reset, chosen)).Status);
        var me = await mover.Client.MeAsync((await mover.Client.LoginAsync(mover.First, chosen))["access_token"]);
        Assert.Equal(mover.First, me["email"]);
        Assert.True(me.Json.GetProperty("email_verified").GetBoolean());

        var again = await mover.Client.RestoreEmailAsync(token);
        Problems.IsInvalidOneTimeToken(again);
        Assert.Equal(AuditEvent.EmailRestoreRefused, Assert.Single(await system.Database.AuditOfRequestAsync(again)).Event);
    }

    [Theory]
    [InlineData("saot_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("x")]
    public async Task An_unknown_token_is_invalid(string token)
    {
        var response = await system.NewClient().RestoreEmailAsync(token);

        Problems.IsInvalidOneTimeToken(response);
        Assert.Equal("invalid_token", Assert.Single(await system.Database.AuditOfRequestAsync(response)).Reason);
    }

    [Fact]
    public async Task A_token_of_another_purpose_is_invalid()
    {
        var mover = await Mover.CreateAsync(system);

        Problems.IsInvalidOneTimeToken(await mover.Client.RestoreEmailAsync(await mover.RequestAsync(NewUser.Create().Email)));
        Problems.IsInvalidOneTimeToken(await mover.Client.VerifyEmailAsync(await mover.MoveAsync(NewUser.Create().Email)));
    }

    [Fact]
    public async Task An_attacker_who_changes_password_and_address_again_does_not_keep_the_account()
    {
        var mover = await Mover.CreateAsync(system);
        var (second, third) = (NewUser.Create().Email, NewUser.Create().Email);
        var ofFirst = await mover.MoveAsync(second);
        var stolen = NewUser.StrongPassword();
        await mover.Client.ChangePasswordAsync(mover.User.AccessToken, mover.User.Account.Password, stolen);
        var ofSecond = await mover.MoveAsync(third);
        await mover.Client.ForgotAsync(third);
        var reset = (await system.MailboxOf(third).WaitAsync(MailSubjects.Reset)).Token;
        Assert.Equal(HttpStatusCode.NoContent, (await mover.Client.ResetAsync(reset, NewUser.StrongPassword())).Status);
        Problems.Is("email_taken", await mover.Client.RegisterAsync(mover.User.Account));

        Assert.Equal(HttpStatusCode.NoContent, (await mover.Client.RestoreEmailAsync(ofFirst)).Status);

        Assert.Equal(mover.First, await mover.AddressAsync());
        Problems.IsInvalidOneTimeToken(await mover.Client.RestoreEmailAsync(ofSecond));
        Assert.Equal(mover.First, await mover.AddressAsync());
    }

    [Fact]
    public async Task A_restored_newer_address_does_not_end_the_way_back_to_an_older_one()
    {
        var mover = await Mover.CreateAsync(system);
        var second = NewUser.Create().Email;
        var ofFirst = await mover.MoveAsync(second);
        var ofSecond = await mover.MoveAsync(NewUser.Create().Email);
        Assert.Equal(HttpStatusCode.NoContent, (await mover.Client.RestoreEmailAsync(ofSecond)).Status);
        Assert.Equal(second, await mover.AddressAsync());

        Assert.Equal(HttpStatusCode.NoContent, (await mover.Client.RestoreEmailAsync(ofFirst)).Status);

        Assert.Equal(mover.First, await mover.AddressAsync());
    }

    [Fact]
    public async Task After_a_restoration_the_address_stays_until_the_72_hours_are_over()
    {
        var mover = await Mover.CreateAsync(system);
        var pending = NewUser.Create().Email;
        var token = await mover.MoveAsync(NewUser.Create().Email);
        var older = await mover.RequestAsync(pending);
        await mover.Client.RestoreEmailAsync(token);
        Problems.IsInvalidOneTimeToken(await mover.Client.VerifyEmailAsync(older));
        var user = await mover.User.SignInAgainAsync();

        var refused = await user.Client.ChangeEmailAsync(user.AccessToken, pending);

        Problems.Is("conflict", refused);
        Assert.Equal("recently_restored", Assert.Single(await system.Database.AuditOfRequestAsync(refused)).Reason);
        await mover.AgeAsync("72 hours");
        Assert.Equal(HttpStatusCode.Accepted, (await user.Client.ChangeEmailAsync(user.AccessToken, pending)).Status);
    }

    [Fact]
    public async Task Factors_that_were_added_after_the_change_are_removed()
    {
        var mover = await Mover.CreateAsync(system);
        var token = await mover.MoveAsync(NewUser.Create().Email);
        using var passkey = await PasskeyUser.CreateAsync(mover.User);
        var setUp = await mover.Client.SetUpAsync(mover.User.AccessToken);
        var enabled = await mover.Client.VerifyAsync(mover.User.AccessToken, new AuthenticatorApp(setUp["secret"]).Code());
        Assert.Equal(HttpStatusCode.OK, enabled.Status);

        await mover.Client.RestoreEmailAsync(token);

        var login = await mover.Client.LoginAsync(mover.User.Account);
        Assert.False(login.Json.GetProperty("two_fa_required").GetBoolean());
        var me = (await mover.Client.MeAsync(login["access_token"])).Json;
        Assert.Equal(
            (false, 0), (me.GetProperty("totp_enabled").GetBoolean(), me.GetProperty("passkeys").GetInt32()));
        Assert.Equal(0, await system.Database.RecoveryCodesLeftAsync(mover.Id));
        Problems.Is("invalid_credentials", await mover.Client.PasskeyLoginAsync(passkey.Authenticator));
    }

    [Fact]
    public async Task Factors_from_before_the_change_stay()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        var mover = new Mover(system, await enrolled.SignInAsync());
        using var passkey = await PasskeyUser.CreateAsync(mover.User);
        var token = await mover.MoveAsync(NewUser.Create().Email);

        await mover.Client.RestoreEmailAsync(token);

        Assert.Equal(HttpStatusCode.OK, (await mover.Client.PasskeyLoginAsync(passkey.Authenticator)).Status);
        Assert.Equal(10, await system.Database.RecoveryCodesLeftAsync(mover.Id));
        await enrolled.SignInAsync();
    }

    [Fact]
    public async Task A_token_is_valid_for_72_hours_and_not_for_a_disabled_account()
    {
        var mover = await Mover.CreateAsync(system);
        var second = NewUser.Create().Email;
        var token = await mover.MoveAsync(second);
        await system.Database.ExecuteAsync("UPDATE users SET is_active = false WHERE id = $1", mover.Id);
        Problems.IsInvalidOneTimeToken(await mover.Client.RestoreEmailAsync(token));
        await system.Database.ExecuteAsync("UPDATE users SET is_active = true WHERE id = $1", mover.Id);

        await mover.AgeAsync("72 hours");

        Problems.IsInvalidOneTimeToken(await mover.Client.RestoreEmailAsync(token));
        Assert.Equal(second, await mover.AddressAsync());
    }

    [Fact]
    public async Task The_mail_to_choose_a_password_is_sent_however_many_were_asked_for()
    {
        var mover = await Mover.CreateAsync(system);
        for (var i = 1; i <= 4; i++)
        {
            await mover.Client.ForgotAsync(mover.First);
            await system.MailboxOf(mover.First).WaitAsync(MailSubjects.Reset, i);
        }

        await mover.Client.RestoreEmailAsync(await mover.MoveAsync(NewUser.Create().Email));

        var reset = (await system.MailboxOf(mover.First).WaitAsync(MailSubjects.Reset, 5)).Token;
        Assert.Equal(HttpStatusCode.NoContent, (await mover.Client.ResetAsync(reset, NewUser.StrongPassword())).Status);
    }

    [Fact]
    public async Task Guesses_at_the_former_address_do_not_lock_its_owner_out()
    {
        var mover = await Mover.CreateAsync(system);
        var token = await mover.MoveAsync(NewUser.Create().Email);
        while ((await mover.Client.LoginAsync(mover.First, NewUser.StrongPassword())).Status == HttpStatusCode.Unauthorized)
        {
        }

        await mover.Client.RestoreEmailAsync(token);

        Assert.Equal(HttpStatusCode.OK, (await mover.Client.LoginAsync(mover.User.Account)).Status);
    }

    [Fact]
    public async Task Each_change_is_reported_to_the_former_address_with_its_own_token()
    {
        var mover = await Mover.CreateAsync(system);
        var second = NewUser.Create().Email;
        var first = await mover.MoveAsync(second);
        await mover.MoveAsync(mover.First);

        var third = await mover.MoveAsync(NewUser.Create().Email);

        Assert.NotEqual(first, third);
        Assert.Equal(2, system.MailboxOf(mover.First).Named(MailSubjects.EmailChanged).Count);
    }
}
