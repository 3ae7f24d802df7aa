using SecureAuth.Client;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Clients;

[Collection(nameof(RequiringApis))]
public sealed class RequiredSetUpTests(RequiringApis apis)
{
    [Fact]
    public async Task A_set_up_token_sets_up_an_authenticator_app_and_signs_in()
    {
        var auth = ClientOf.Create(apis.NewClient().Server);
        var account = NewUser.Create();
        await auth.RegisterAsync(account.Email, account.Password);
        var required = Assert.IsType<SignInOutcome.SetUpRequired>(await auth.SignInAsync(account.Email, account.Password));
        Assert.Equal(TimeSpan.FromMinutes(10), required.ExpiresIn);

        var setUp = auth.ForUser(required.SetUpToken);
        var app = new AuthenticatorApp((await setUp.SetUpAuthenticatorAsync()).Secret);
        var confirmed = await setUp.ConfirmAuthenticatorAsync(app.Code());

        Assert.Equal(10, confirmed.RecoveryCodes.Count);
        Assert.True((await auth.ForUser(confirmed.Tokens!.AccessToken).GetProfileAsync()).TotpEnabled);
    }

    [Fact]
    public async Task A_set_up_token_adds_a_passkey_and_signs_in()
    {
        var auth = ClientOf.Create(apis.NewClient().Server);
        var account = NewUser.Create();
        await auth.RegisterAsync(account.Email, account.Password);
        var required = Assert.IsType<SignInOutcome.SetUpRequired>(await auth.SignInAsync(account.Email, account.Password));

        var setUp = auth.ForUser(required.SetUpToken);
        using var authenticator = new Authenticator();
        var creation = await setUp.GetPasskeyCreationOptionsAsync();
        var added = await setUp.AddPasskeyAsync(
            creation.ChallengeToken,
            "Laptop",
            System.Text.Json.JsonSerializer.SerializeToElement(authenticator.Create(creation.Options)));

        Assert.Equal(1, (await auth.ForUser(added.Tokens!.AccessToken).GetProfileAsync()).Passkeys);
    }
}
