using System.Net;
using SecureAuth.Client;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>The C# client where mails carry codes, and where they lead to pages that the request chooses.</summary>
[Collection(nameof(CodeServer))]
public sealed class CodeTests(CodeServer server)
{
    private readonly SecureAuthClient _auth = server.NewClient();

    [Fact]
    public async Task A_registration_is_verified_with_a_code_and_a_wrong_one_is_typed_again()
    {
        var account = NewUser.Create();
        var outcome = await _auth.RegisterAsync(account.Email, account.Password);
        Assert.IsType<RegistrationOutcome.VerificationRequired>(outcome);
        Assert.Equal(TimeSpan.FromMinutes(10), outcome.Code!.ExpiresIn);
        await ClientTests.RefusedAsync(
            ErrorCodes.EmailNotVerified, HttpStatusCode.Forbidden, () => _auth.SignInAsync(account.Email, account.Password));

        var code = await server.CodeAsync(account.Email, MailSubjects.Verify);
        await ClientTests.RefusedAsync(
            ErrorCodes.InvalidCode, HttpStatusCode.Unauthorized,
            () => _auth.VerifyEmailAsync(outcome.Code, CodeCalls.Wrong(code)));
        await _auth.VerifyEmailAsync(outcome.Code, $"{code[..4]} {code[4..]}");

        var signedIn = Assert.IsType<SignInOutcome.SignedIn>(await _auth.SignInAsync(account.Email, account.Password));
        Assert.True((await _auth.ForUser(signedIn.Tokens.AccessToken).GetProfileAsync()).EmailVerified);
        await ClientTests.RefusedAsync(
            ErrorCodes.InvalidToken, HttpStatusCode.BadRequest, () => _auth.VerifyEmailAsync(outcome.Code, code));
    }

    [Fact]
    public async Task An_account_that_can_be_used_at_once_has_a_code_too()
    {
        await using var lenient = await server.StartAsync("Optional");
        var auth = ClientOf.Create(lenient.Address);
        var account = NewUser.Create();

        var outcome = await auth.RegisterAsync(account.Email, account.Password);

        Assert.False(Assert.IsType<RegistrationOutcome.Created>(outcome).User.EmailVerified);
        await auth.VerifyEmailAsync(outcome.Code!, await server.CodeAsync(account.Email, MailSubjects.Verify));
    }

    [Fact]
    public async Task Another_mail_has_a_code_of_its_own()
    {
        var account = NewUser.Create();
        var outcome = await _auth.RegisterAsync(account.Email, account.Password);
        await server.CodeAsync(account.Email, MailSubjects.Verify);

        var again = await _auth.ResendVerificationAsync(account.Email);

        Assert.Equal(TimeSpan.FromMinutes(10), again!.ExpiresIn);
        Assert.NotEqual(outcome.Code!.RequestToken, again.RequestToken);
        await _auth.VerifyEmailAsync(again, await server.CodeAsync(account.Email, MailSubjects.Verify, 2));
    }

    [Fact]
    public async Task The_owner_of_an_address_that_somebody_else_registered_chooses_the_password_with_the_same_code()
    {
        var stranger = NewUser.Create();
        await server.NewClient().RegisterAsync(stranger.Email, stranger.Password);
        var chosen = NewUser.StrongPassword();
        var request = (await _auth.RegisterAsync(stranger.Email, chosen)).Code!;
        var code = await server.CodeAsync(stranger.Email, MailSubjects.RegistrationAttempt);

        await ClientTests.RefusedAsync(
            ErrorCodes.Conflict, HttpStatusCode.Conflict, () => _auth.VerifyEmailAsync(request, code));
        await _auth.ResetPasswordAsync(request, code, chosen);

        Assert.IsType<SignInOutcome.SignedIn>(await _auth.SignInAsync(stranger.Email, chosen));
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_with_a_code_that_a_weak_one_does_not_use_up()
    {
        var (account, _) = await server.SignInAsync(_auth);
        var request = (await _auth.ForgotPasswordAsync(account.Email))!;
        var code = await server.CodeAsync(account.Email, MailSubjects.Reset);
        var chosen = NewUser.StrongPassword();

        var weak = await ClientTests.RefusedAsync(
            ErrorCodes.WeakPassword, HttpStatusCode.BadRequest, () => _auth.ResetPasswordAsync(request, code, "short"));
        Assert.Contains("too_short", weak.Errors["password"]);
        await _auth.ResetPasswordAsync(request, code, chosen);

        Assert.IsType<SignInOutcome.SignedIn>(await _auth.SignInAsync(account.Email, chosen));
    }

    [Fact]
    public async Task A_request_for_an_address_without_an_account_looks_the_same()
    {
        var request = await _auth.ForgotPasswordAsync(NewUser.Create().Email);

        Assert.Equal(TimeSpan.FromMinutes(10), request!.ExpiresIn);
        await ClientTests.RefusedAsync(
            ErrorCodes.InvalidCode, HttpStatusCode.Unauthorized,
            () => _auth.ResetPasswordAsync(request, "12345678", NewUser.StrongPassword()));
    }

    [Fact]
    public async Task A_new_address_is_verified_with_a_code_and_the_way_back_is_a_link()
    {
        var (account, tokens) = await server.SignInAsync(_auth);
        var next = NewUser.Create();

        var request = await _auth.ForUser(tokens.AccessToken).ChangeEmailAsync(next.Email);
        await _auth.VerifyEmailAsync(request!, await server.CodeAsync(next.Email, MailSubjects.VerifyNew));

        Assert.Equal(next.Email, (await _auth.ForUser(tokens.AccessToken).GetProfileAsync()).Email);
        var back = await server.System.MailboxOf(account.Email).WaitAsync(MailSubjects.EmailChanged);
        await _auth.RestoreEmailAsync(back.Token!);
        var reset = await server.System.MailboxOf(account.Email).WaitAsync(MailSubjects.Reset);
        Assert.IsType<SignInOutcome.SignedIn>(await RestoredAsync(account.Email, reset.Token!));
    }

    [Fact]
    public async Task Where_mails_carry_links_a_request_chooses_the_page_and_there_is_no_code()
    {
        const string Base = "https://m.example.com/account";
        await using var own = await OwnDatabase.CreateAsync(server.System);
        await using var api = await own.StartApiAsync(("Accounts__EmailVerification", "Required"), ("Email__LinkBases__0", Base));
        var auth = ClientOf.Create(api.Address);
        var account = NewUser.Create();

        var outcome = await auth.RegisterAsync(new NewAccount(account.Email, account.Password) { LinkBase = Base });
        Assert.Null(outcome.Code);
        await auth.VerifyEmailAsync(await LinkedAsync("verify", MailSubjects.Verify));
        Assert.Null(await auth.ForgotPasswordAsync(account.Email, Base));
        await auth.ResetPasswordAsync(await LinkedAsync("reset", MailSubjects.Reset), NewUser.StrongPassword());
        Assert.Null(await auth.ResendVerificationAsync(account.Email, Base));

        var refused = await ClientTests.RefusedAsync(
            ErrorCodes.InvalidRequest, HttpStatusCode.BadRequest,
            () => auth.ForgotPasswordAsync(account.Email, "https://elsewhere.example.com"));
        Assert.Equal(["link_base"], refused.Errors.Keys);

        async Task<string> LinkedAsync(string page, string subject)
        {
            var mail = await server.System.MailboxOf(account.Email).WaitAsync(subject);
            Assert.Contains($"{Base}/{page}#token=", mail.Text, StringComparison.Ordinal);
            return mail.Token!;
        }
    }

    private async Task<SignInOutcome> RestoredAsync(string email, string token)
    {
        var chosen = NewUser.StrongPassword();
        await _auth.ResetPasswordAsync(token, chosen);
        return await _auth.SignInAsync(email, chosen);
    }
}
