using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

public sealed class CodeLockoutTests(TestSystem system)
{
    [Fact]
    public async Task Five_wrong_codes_lock_the_account_on_every_endpoint()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var session = await user.User.RefreshedAsync();
        await GuessAsync(user, 5);

        var code = await user.UnusedCodeAsync();
        var pathways = new[]
        {
            await user.Client.LoginAsync(user.User.Account),
            await user.Client.ReauthenticateAsync(session.AccessToken, code: code),
            await user.Client.DisableAsync(session.AccessToken, code),
            await user.Client.ChangePasswordAsync(session.AccessToken, user.User.Account.Password, NewUser.StrongPassword()),
        };
        Assert.All(pathways, response =>
        {
            Problems.Is("account_locked", response);
            Assert.InRange(response.RetryAfter!.Value, 1, 15 * 60);
        });

        // Existing sessions continue.
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(session.AccessToken)).Status);
        Assert.Equal(1, await system.Database.AuditCountOfUserAsync(AuditEvent.AccountLocked, user.Id));
    }

    [Fact]
    public async Task A_locked_account_gets_no_challenge_and_keeps_its_recovery_codes()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        for (var i = 0; i < 5; i++)
        {
            await user.Client.LoginAsync(user.User.Account.Email, NewUser.StrongPassword());
        }

        for (var i = 0; i < 6; i++)
        {
            Problems.Is("account_locked", await user.Client.CompleteAsync(challenge, user.RecoveryCodes[0]));
        }

        // Codes that were not checked do not count against the challenge either.
        await system.Database.ForgetGuessesAsync(user.Id);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.CompleteAsync(challenge, user.RecoveryCodes[0])).Status);
    }

    [Fact]
    public async Task A_correct_password_and_a_new_challenge_do_not_clear_wrong_codes()
    {
        var user = await EnrolledUser.CreateAsync(system);
        await GuessAsync(user, 3);
        Assert.Equal(3, await system.Database.UnclearedGuessesAsync(user.Id));
        await GuessAsync(user, 2);
        Problems.Is("account_locked", await user.Client.LoginAsync(user.User.Account));
    }

    [Fact]
    public async Task A_correct_code_clears_earlier_wrong_codes()
    {
        var user = await EnrolledUser.CreateAsync(system);
        for (var round = 0; round < 2; round++)
        {
            await GuessAsync(user, 4);
            await user.SignInAsync();
            Assert.Equal(0, await system.Database.UnclearedGuessesAsync(user.Id));
        }
    }

    [Fact]
    public async Task A_correct_code_does_not_clear_wrong_passwords()
    {
        // An attacker who hijacked a session and enrolled an authenticator must not guess the password without limit.
        var user = await EnrolledUser.CreateAsync(system);
        for (var i = 0; i < 4; i++)
        {
            await user.Client.LoginAsync(user.User.Account.Email, NewUser.StrongPassword());
            await user.Client.ReauthenticateAsync(user.User.AccessToken, code: await user.UnusedCodeAsync());
        }

        Assert.Equal(4, await system.Database.UnclearedGuessesAsync(user.Id));
        Problems.Is("invalid_credentials", await user.Client.LoginAsync(user.User.Account.Email, NewUser.StrongPassword()));
        Problems.Is(
            "account_locked", await user.Client.ReauthenticateAsync(user.User.AccessToken, code: await user.UnusedCodeAsync()));
    }

    [Fact]
    public async Task Wrong_passwords_and_wrong_codes_count_together()
    {
        var user = await EnrolledUser.CreateAsync(system);
        await GuessAsync(user, 2);
        for (var i = 0; i < 3; i++)
        {
            await user.Client.LoginAsync(user.User.Account.Email, NewUser.StrongPassword());
        }

        Problems.Is("account_locked", await user.Client.LoginAsync(user.User.Account));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("disable")]
    [InlineData("reauthenticate")]
    public async Task Wrong_codes_count_on_every_endpoint(string pathway)
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var app = new AuthenticatorApp((await user.Client.SetUpAsync(user.AccessToken))["secret"]);
        if (pathway != "verify")
        {
            await user.Client.VerifyAsync(user.AccessToken, app.Code());
        }

        for (var i = 0; i < 5; i++)
        {
            Problems.Is("invalid_code", await GuessAsync(app.WrongCode()));
        }

        Problems.Is("account_locked", await GuessAsync(app.WrongCode()));
        Problems.Is("account_locked", await user.Client.LoginAsync(user.Account));
        Assert.Equal(1, await system.Database.AuditCountOfUserAsync(AuditEvent.AccountLocked, user.Id));

        Task<Response> GuessAsync(string code) => pathway switch
        {
            "verify" => user.Client.VerifyAsync(user.AccessToken, code),
            "disable" => user.Client.DisableAsync(user.AccessToken, code),
            _ => user.Client.ReauthenticateAsync(user.AccessToken, code: code),
        };
    }

    /// <summary>Sends each wrong code to a new challenge.</summary>
    private static async Task GuessAsync(EnrolledUser user, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var response = await user.Client.CompleteAsync(await user.ChallengeAsync(), user.App.WrongCode());
            Problems.Is("invalid_code", response);
        }
    }
}
