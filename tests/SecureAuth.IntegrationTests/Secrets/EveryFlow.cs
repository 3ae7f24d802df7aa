using System.Net;
using System.Net.Http.Json;
using SecureAuth.IntegrationTests.Cookies;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Secrets;

/// <summary>
/// A user who goes through every flow, accepted and refused, and puts secrets in every place where a client could put them by
/// mistake.
/// </summary>
/// <param name="client">The client of the user.</param>
/// <param name="database">The database of the client's instance.</param>
/// <param name="operators">The settings of the command line.</param>
/// <param name="mailFolder">The folder in which the mails of the instance become files.</param>
/// <param name="serviceSecret">The secret of the service that the instance knows.</param>
internal sealed class EveryFlow(
    TestClient client,
    Database database,
    IReadOnlyDictionary<string, string> operators,
    string mailFolder,
    string serviceSecret)
{
    private readonly List<string> _forms = [];

    public NewUser Account { get; } = NewUser.Create() with { DisplayName = NewUser.StrongPassword() };

    public Guid UserId { get; private set; }

    /// <summary>The forms of the passwords, tokens, codes and keys of the user.</summary>
    public IReadOnlyList<string> SecretForms => _forms;

    public async Task RunAsync()
    {
        var user = await RegisterAsync();
        await AskAsServiceAsync(await user.SignInAgainAsync());
        await RefreshAndReuseAsync(user);
        await UseBrowserAsync();
        await UsePasskeysAsync(await user.SignInAgainAsync());
        var enrolled = await UseSecondFactorAsync(await user.SignInAgainAsync());
        await ResetByOperatorAsync();
        await MoveAsync(enrolled, await RecoverAsync());
        await InviteAsync();
    }

    private async Task<SignedInUser> RegisterAsync()
    {
        var wrong = Secret(NewUser.StrongPassword());
        var weak = Secret($"{Account.Email} {NewUser.StrongPassword()}");
        var user = await SignedInUser.CreateAsync(client, Account);
        Secret(Account.Password);
        Secret(user.AccessToken);
        Secret(user.RefreshToken);
        UserId = user.Id;
        var known = await client.LoginAsync(Account);
        var device = Secret(known["device_token"]);
        Secret(known["access_token"]);
        Secret(known["refresh_token"]);
        await client.LoginAsync(Account, device);
        await client.LoginAsync(Account.Email, wrong, device);
        await client.LoginAsync(Account.Email, wrong, device + "x");
        await client.LoginAsync(NewUser.Create().Email, wrong, device);
        await client.GetAsync($"/api/v1/users/me/sessions?device_token={device}", known["access_token"]);
        await client.PostTextAsync("/api/v1/auth/login", $$"""{"device_token":["{{device}}"]}""");
        await client.LoginAsync(Account.Email, wrong);
        await client.RegisterAsync(NewUser.Create().Email, weak + new string('x', 200));
        await client.RegisterAsync(Account);
        await client.PostTextAsync("/api/v1/auth/login", $$"""{"email":"{{Account.Email}}","password":"{{wrong}}",""");
        await client.PostTextAsync("/api/v1/auth/login", $$"""{"{{wrong}}":"{{Account.Password}}"}""");
        return user;
    }

    private async Task AskAsServiceAsync(SignedInUser user)
    {
        var (access, refresh) = (Secret(user.AccessToken), Secret(user.RefreshToken));
        var service = new ServiceCaller(client, Secret(serviceSecret));
        Assert.True(await service.IsActiveAsync(access));
        Assert.True(await service.IsActiveAsync(refresh));
        var list = await service.ListAsync();
        await service.RevokeAsync(refresh);
        await service.WaitForAsync(user.SessionId, list.Cursor);
        await service.PostTextAsync(ServiceCaller.Introspect, $"token={access}&token={access}");
        await service.PostTextAsync(ServiceCaller.Revoke, $"{refresh}=x&{refresh}=x");
        await client.GetAsync($"{ServiceCaller.Revocations}?since={access}&client_secret={serviceSecret}");
        var wrong = Secret(Settings.NewSecret());
        await new ServiceCaller(client, wrong, wrong).IntrospectAsync(access);
        await client.PostTextAsync(
            ServiceCaller.Introspect, $"client_id={wrong}&client_secret={serviceSecret}", "application/x-www-form-urlencoded");
    }

    private async Task RefreshAndReuseAsync(SignedInUser user)
    {
        var refreshed = await user.RefreshedAsync();
        var (access, refresh) = (Secret(refreshed.AccessToken), Secret(refreshed.RefreshToken));
        await client.RefreshAsync(user.RefreshToken);
        await client.RefreshAsync(refresh + "x");
        await client.MeAsync(access);
        await client.MeAsync(access + "x");
        await UseAccountAsync(access);
        await client.GetAsync($"/api/v1/users/me?access_token={access}");
        await client.GetAsync($"/api/v1/users/me?{access}");
        await client.GetAsync($"/api/v1/nothing/{refresh}");
        await PutIntoHeadersAsync(refresh);
        await client.PostTextAsync("/api/v1/auth/refresh", $$"""{"refresh_token":["{{refresh}}"]}""");

        // Outside of the grace period, a rotated token is treated as stolen.
        await database.ExecuteAsync(
            "UPDATE sessions SET rotated_at = rotated_at - interval '1 hour' WHERE id = $1", user.SessionId);
        Assert.Equal("refresh_token_reused", (await client.RefreshAsync(user.RefreshToken)).Code);

        var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/logout", access + "y");
        request.Content = JsonContent.Create(new { refresh_token = refresh, all = true });
        await client.SendAsync(request);
    }

    private async Task UseBrowserAsync()
    {
        var browser = new Browser(client);
        var signedIn = await browser.LoginAsync(Account);
        Assert.True(signedIn.Status == HttpStatusCode.OK, signedIn.ToString());
        KeepCookies(browser);
        await browser.MeAsync();
        await browser.On(new Page("cross-site", "https://attacker.test")).RefreshAsync();
        await browser.RefreshAsync();
        KeepCookies(browser);
        var broken = TestClient.Request(HttpMethod.Get, "/api/v1/users/me");
        broken.Headers.TryAddWithoutValidation(
            "Cookie", $"{browser[Browser.Refresh]}; {Browser.Access}={browser[Browser.Access]}x; {browser[Browser.Device]}=");
        await client.SendAsync(broken);
        await browser.LogoutAsync();
    }

    private void KeepCookies(Browser browser)
    {
        Secret(browser[Browser.Access]);
        Secret(browser[Browser.Refresh]);
        Secret(browser[Browser.Device]);
    }

    private async Task UseAccountAsync(string access)
    {
        var name = new { display_name = NewUser.StrongPassword() };
        var renamed = await client.CallAsync(HttpMethod.Patch, "/api/v1/users/me", name, access);
        var activity = await client.GetAsync("/api/v1/users/me/activity?limit=1", access);
        var exported = await client.GetAsync("/api/v1/users/me/export", access);
        Assert.All(
            [renamed, activity, exported],
            response => Assert.True(response.Status == HttpStatusCode.OK, response.ToString()));
    }

    private async Task PutIntoHeadersAsync(string secret)
    {
        using var method = new HttpRequestMessage(new HttpMethod(secret), "/api/v1/users/me");
        await client.SendAsync(method);

        using var host = new HttpRequestMessage(HttpMethod.Get, "/api/v1/users/me");
        host.Headers.Host = secret;
        await client.SendAsync(host);

        using var agent = new HttpRequestMessage(HttpMethod.Get, "/api/v1/users/me");
        agent.Headers.TryAddWithoutValidation("User-Agent", secret);
        await client.SendAsync(agent);
    }

    private async Task UsePasskeysAsync(SignedInUser user)
    {
        using var passkey = await PasskeyUser.CreateAsync(user);
        var options = await client.NewPasskeyOptionsAsync(user.AccessToken);
        var credential = passkey.Authenticator.Create(options.Json);
        await client.AddPasskeyAsync(user.AccessToken, Secret(options["challenge_token"]), credential);
        await client.RenamePasskeyAsync(user.AccessToken, passkey.PasskeyId, Account.DisplayName);
        await client.PasskeysAsync(user.AccessToken);

        var begun = await client.PasskeyOptionsAsync(Account.Email);
        var assertion = passkey.Authenticator.Get(begun.Json);
        var signedIn = await client.PasskeyLoginAsync(Secret(begun["challenge_token"]), assertion);
        Secret(signedIn["access_token"]);
        Secret(signedIn["refresh_token"]);
        await client.PasskeyLoginAsync(begun["challenge_token"], assertion);
        var secretOrigin = new Deviation { Origin = $"https://{Secret(NewUser.StrongPassword())}" };
        await client.PasskeyLoginAsync(passkey.Authenticator, secretOrigin);
        await client.RemovePasskeyAsync(user.AccessToken, passkey.PasskeyId);
    }

    private async Task<EnrolledUser> UseSecondFactorAsync(SignedInUser user)
    {
        var setUp = await client.SetUpAsync(Secret(user.AccessToken));
        _forms.AddRange(Secrets.SecretForms.Of(AuthenticatorApp.Decode(Secret(setUp["secret"]))));
        var app = new AuthenticatorApp(setUp["secret"]);
        var verified = await client.VerifyAsync(user.AccessToken, app.Code());
        var enrolled = new EnrolledUser(database, user, app, EnrolledUser.CodesOf(verified));
        KeepCodes(enrolled.RecoveryCodes);

        await client.CompleteAsync(Secret(await enrolled.ChallengeAsync()), app.WrongCode());
        var recovered = await client.CompleteAsync(Secret(await enrolled.ChallengeAsync()), enrolled.RecoveryCodes[0]);
        var signedIn = await enrolled.SignInAsync();
        var access = Secret(signedIn.AccessToken);
        Secret(signedIn.RefreshToken);
        Secret(recovered["access_token"]);
        Secret(recovered["refresh_token"]);

        var steppedUp = await client.ReauthenticateAsync(access, code: await enrolled.UnusedCodeAsync());
        access = Secret(steppedUp["access_token"]);
        KeepCodes(EnrolledUser.CodesOf(await client.RenewRecoveryCodesAsync(access)));
        var chosen = Secret(NewUser.StrongPassword());
        var changed = await client.ChangePasswordAsync(access, Account.Password, chosen);
        Assert.True(changed.Status is HttpStatusCode.OK or HttpStatusCode.NoContent, changed.ToString());
        await client.LogoutAsync(access, signedIn.RefreshToken);
        return enrolled;
    }

    private async Task ResetByOperatorAsync()
    {
        string[] setPassword = ["users", "set-password", Account.Email, "--password-stdin", "--yes"];
        var result = await Cli.RunAsync(operators, Secret(NewUser.StrongPassword()) + "\n", setPassword);
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    /// <returns>The password at the end.</returns>
    private async Task<string> RecoverAsync()
    {
        var mails = new Mailbox(mailFolder, Account.Email);
        await client.ForgotAsync(Account.Email);
        await client.ForgotAsync(NewUser.Create().Email);
        var verify = Secret((await mails.WaitAsync(MailSubjects.Verify)).Token!);
        var reset = Secret((await mails.WaitAsync(MailSubjects.Reset)).Token!);
        await client.GetAsync($"/account/reset?token={reset}");
        await client.VerifyEmailAsync(reset);
        await client.ResetAsync(verify, Secret(NewUser.StrongPassword()));
        await client.VerifyEmailAsync(verify);
        await client.ResendAsync(Account.Email);
        var again = Secret((await mails.WaitAsync(MailSubjects.Verify, 2)).Token!);
        Assert.Equal(HttpStatusCode.NoContent, (await client.VerifyEmailAsync(again)).Status);
        var chosen = Secret(NewUser.StrongPassword());
        Assert.Equal(HttpStatusCode.NoContent, (await client.ResetAsync(reset, chosen)).Status);
        await client.ResetAsync(reset, Secret(NewUser.StrongPassword()));
        return chosen;
    }

    private async Task MoveAsync(EnrolledUser enrolled, string password)
    {
        var challenge = Secret((await client.LoginAsync(Account.Email, password))["temp_token"]);
        var signedIn = await client.CompleteAsync(challenge, await enrolled.UnusedCodeAsync());
        var access = Secret(signedIn["access_token"]);
        Secret(signedIn["refresh_token"]);
        var email = NewUser.Create().Email;
        Assert.Equal(HttpStatusCode.Accepted, (await client.ChangeEmailAsync(access, email)).Status);
        var change = Secret((await new Mailbox(mailFolder, email).WaitAsync(MailSubjects.VerifyNew)).Token!);
        await client.RestoreEmailAsync(change);
        Assert.Equal(HttpStatusCode.NoContent, (await client.VerifyEmailAsync(change)).Status);
        var mails = new Mailbox(mailFolder, Account.Email);
        var restore = Secret((await mails.WaitAsync(MailSubjects.EmailChanged)).Token!);
        await client.GetAsync($"/account/restore?token={restore}");
        await client.GetAsync("/api/v1/users/me/export", access);
        Assert.Equal(HttpStatusCode.NoContent, (await client.RestoreEmailAsync(restore)).Status);
        Secret((await mails.WaitAsync(MailSubjects.Reset, 2)).Token!);
        await client.RestoreEmailAsync(restore);
    }

    private async Task InviteAsync()
    {
        var inviter = await SignedInUser.CreateAsync(client);
        Secret(inviter.Account.Password);
        await Cli.SucceedAsync(operators, "users", "grant", inviter.Account.Email, Settings.InvitingRole);
        inviter = await inviter.SignInAgainAsync();
        var invited = NewUser.Create();
        var response = await client.InviteAsync(Secret(inviter.AccessToken), invited.Email);
        Assert.True(response.Status == HttpStatusCode.Accepted, response.ToString());
        var token = Secret((await new Mailbox(mailFolder, invited.Email).WaitAsync(MailSubjects.Invitation)).Token!);
        Secret(invited.Password);
        await client.GetAsync($"/account/invitation?token={token}");
        await client.VerifyEmailAsync(token);
        await client.RegisterAsync(NewUser.Create(), token);
        var registered = await client.RegisterAsync(invited, token);
        Assert.True(registered.Status == HttpStatusCode.Created, registered.ToString());
        await client.RegisterAsync(invited, token);
    }

    private void KeepCodes(IEnumerable<string> codes)
    {
        foreach (var code in codes)
        {
            Secret(code);
            Secret(code.Replace("-", "", StringComparison.Ordinal));
        }
    }

    private string Secret(string secret)
    {
        _forms.AddRange(Secrets.SecretForms.Of(secret));
        return secret;
    }
}
