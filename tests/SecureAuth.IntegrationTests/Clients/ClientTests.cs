using System.Net;
using System.Text.Json;
using SecureAuth.Client;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Clients;

/// <summary>The calls of the C# client, one after the other as an application makes them.</summary>
public sealed class ClientTests(TestSystem system)
{
    private readonly SecureAuthClient _auth = ClientOf.Create(system.Api.Address);

    [Fact]
    public async Task A_user_registers_signs_in_and_manages_the_account()
    {
        var account = NewUser.Create();
        var registered = Assert.IsType<RegistrationOutcome.Created>(
            await _auth.RegisterAsync(account.Email, account.Password, account.DisplayName));
        var tokens = Assert.IsType<SignInOutcome.SignedIn>(
            await _auth.SignInAsync(account.Email, account.Password, deviceName: "A test")).Tokens;
        Assert.NotNull(tokens.DeviceToken);
        Assert.InRange(tokens.ExpiresIn, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));

        var me = _auth.ForUser(tokens.AccessToken);
        var profile = await me.GetProfileAsync();
        Assert.Equal(registered.User.Id, profile.Id);
        Assert.Equal(account.Email, profile.Email);
        Assert.NotNull(profile.LastLoginAt);
        Assert.Equal("Another", (await me.ChangeDisplayNameAsync("Another")).DisplayName);
        Assert.Null((await me.ChangeDisplayNameAsync(null)).DisplayName);

        var other = Assert.IsType<SignInOutcome.SignedIn>(
            await _auth.SignInAsync(account.Email, account.Password, tokens.DeviceToken)).Tokens;
        var sessions = await me.ListSessionsAsync();
        Assert.Equal(["A test"], sessions.Where(session => session.Current).Select(session => session.DeviceName));
        await me.EndSessionAsync(other.SessionId);
        await me.EndOtherSessionsAsync();
        Assert.Equal([tokens.SessionId], (await me.ListSessionsAsync()).Select(session => session.Id));

        var events = await me.ListActivityAsync(limit: 1);
        Assert.NotNull(events.NextBefore);
        Assert.All((await me.ListActivityAsync(events.NextBefore)).Events, e => Assert.True(e.Id < events.Events[0].Id));

        using var export = new MemoryStream();
        await me.ExportAsync(export);
        var exported = JsonElement.Parse(export.ToArray());
        Assert.Equal(account.Email, exported.GetProperty("user").GetProperty("email").GetString());

        var weak = await RefusedAsync(
            ErrorCodes.WeakPassword, HttpStatusCode.BadRequest, () => me.ChangePasswordAsync(account.Password, "short"));
        Assert.Contains("too_short", weak.Errors["password"]);
        var chosen = NewUser.StrongPassword();
        await me.ChangePasswordAsync(account.Password, chosen);
        var fresh = await me.ReauthenticateWithPasswordAsync(chosen);
        await _auth.ForUser(fresh.AccessToken).DeleteAsync();
        await RefusedAsync(
            ErrorCodes.InvalidCredentials, HttpStatusCode.Unauthorized, () => _auth.SignInAsync(account.Email, chosen));
    }

    [Fact]
    public async Task A_second_factor_completes_a_sign_in()
    {
        var (account, tokens) = await ClientOf.SignInAsync(_auth);
        var me = _auth.ForUser(tokens.AccessToken);
        var app = new AuthenticatorApp((await me.SetUpAuthenticatorAsync()).Secret);
        var confirmed = await me.ConfirmAuthenticatorAsync(app.Code());
        Assert.Null(confirmed.Tokens);
        Assert.Equal(10, confirmed.RecoveryCodes.Count);

        var challenge = Assert.IsType<SignInOutcome.SecondFactorRequired>(
            await _auth.SignInAsync(account.Email, account.Password));
        Assert.Equal([SecondFactorMethods.Totp, SecondFactorMethods.RecoveryCode], challenge.Methods);
        Assert.Equal(TimeSpan.FromMinutes(5), challenge.ExpiresIn);
        await RefusedAsync(
            ErrorCodes.InvalidCode, HttpStatusCode.Unauthorized,
            () => _auth.CompleteSignInAsync(challenge.TempToken, app.WrongCode()));
        var completed = await _auth.CompleteSignInAsync(
            challenge.TempToken, confirmed.RecoveryCodes[0], SecondFactorMethods.RecoveryCode);

        me = _auth.ForUser(completed.AccessToken);
        var renewed = await me.RenewRecoveryCodesAsync();
        var fresh = await me.ReauthenticateWithCodeAsync(renewed[0]);
        await _auth.ForUser(fresh.AccessToken).RemoveAuthenticatorAsync(renewed[1]);
        Assert.False((await me.GetProfileAsync()).TotpEnabled);
    }

    [Fact]
    public async Task A_passkey_is_added_used_renamed_and_removed()
    {
        var (account, tokens) = await ClientOf.SignInAsync(_auth);
        using var authenticator = new Authenticator();
        var me = _auth.ForUser(tokens.AccessToken);
        var creation = await me.GetPasskeyCreationOptionsAsync();
        var added = await me.AddPasskeyAsync(
            creation.ChallengeToken, "Laptop", Element(authenticator.Create(creation.Options)));
        Assert.Null(added.Tokens);

        var request = await _auth.GetPasskeyOptionsAsync(account.Email);
        var signedIn = await _auth.SignInWithPasskeyAsync(
            request.ChallengeToken, Element(authenticator.Get(request.Options)), deviceName: "A test");
        me = _auth.ForUser(signedIn.AccessToken);
        Assert.Equal("Phone", (await me.RenamePasskeyAsync(added.Passkey.Id, "Phone")).Name);
        Assert.NotNull(Assert.Single(await me.ListPasskeysAsync()).LastUsedAt);
        await me.RemovePasskeyAsync(added.Passkey.Id);
        Assert.Empty(await me.ListPasskeysAsync());
        await RefusedAsync(
            ErrorCodes.InvalidTempToken, HttpStatusCode.Unauthorized,
            () => _auth.SignInWithPasskeyAsync(request.ChallengeToken, Element(authenticator.Get(request.Options))));
    }

    [Fact]
    public async Task Forgotten_passwords_and_new_addresses_go_by_mail()
    {
        var (account, tokens) = await ClientOf.SignInAsync(_auth);
        var next = NewUser.Create();
        await _auth.ForUser(tokens.AccessToken).ChangeEmailAsync(next.Email);
        await _auth.VerifyEmailAsync(await MailedAsync(next.Email, MailSubjects.VerifyNew));
        await _auth.RestoreEmailAsync(await MailedAsync(account.Email, MailSubjects.EmailChanged));

        await _auth.ResendVerificationAsync(account.Email);
        await _auth.ForgotPasswordAsync(account.Email);
        await _auth.ResetPasswordAsync(await MailedAsync(account.Email, MailSubjects.Reset, number: 2), next.Password);
        Assert.IsType<SignInOutcome.SignedIn>(await _auth.SignInAsync(account.Email, next.Password));
        await RefusedAsync(
            ErrorCodes.InvalidToken, HttpStatusCode.BadRequest, () => _auth.ResetPasswordAsync("saot_x", next.Password));
    }

    [Fact]
    public async Task Refusals_have_a_code_a_request_id_and_the_fields()
    {
        var account = NewUser.Create();
        var weak = await RefusedAsync(
            ErrorCodes.WeakPassword, HttpStatusCode.BadRequest, () => _auth.RegisterAsync(account.Email, "short"));
        Assert.Contains("too_short", weak.Errors["password"]);

        var invalid = await RefusedAsync(
            ErrorCodes.InvalidRequest, HttpStatusCode.BadRequest, () => _auth.SignInAsync("no address", "a password"));
        Assert.Equal(["email"], invalid.Errors.Keys);

        await RefusedAsync(
            ErrorCodes.InvalidToken, HttpStatusCode.Unauthorized, () => _auth.ForUser("no.token.here").GetProfileAsync());
        await RefusedAsync(ErrorCodes.InvalidRefreshToken, HttpStatusCode.Unauthorized, () => _auth.RefreshAsync("sart_x"));

        await _auth.RegisterAsync(account.Email, account.Password);
        await RefusedAsync(
            ErrorCodes.EmailTaken, HttpStatusCode.Conflict, () => _auth.RegisterAsync(account.Email, account.Password));
        for (var i = 0; i < 5; i++)
        {
            await RefusedAsync(
                ErrorCodes.InvalidCredentials, HttpStatusCode.Unauthorized, () => _auth.SignInAsync(account.Email, "a guess"));
        }

        var locked = await RefusedAsync(
            ErrorCodes.AccountLocked, HttpStatusCode.Locked, () => _auth.SignInAsync(account.Email, account.Password));
        Assert.InRange(locked.RetryAfter!.Value, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(15));
    }

    internal static async Task<SecureAuthException> RefusedAsync(string code, HttpStatusCode status, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<SecureAuthException>(call);
        Assert.Equal((code, status), (error.Code, error.Status));
        Assert.NotNull(error.RequestId);
        return error;
    }

    private static JsonElement Element(System.Text.Json.Nodes.JsonObject credential) =>
        JsonSerializer.SerializeToElement(credential);

    private async Task<string> MailedAsync(string address, string subject, int number = 1) =>
        (await system.MailboxOf(address).WaitAsync(subject, number)).Token!;
}
