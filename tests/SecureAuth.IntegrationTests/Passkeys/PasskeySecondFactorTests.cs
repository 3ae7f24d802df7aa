using System.Net;
using System.Text.Json.Nodes;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Passkeys;

/// <summary>A passkey completes a sign-in that a password began.</summary>
public sealed class PasskeySecondFactorTests(TestSystem system)
{
    [Fact]
    public async Task A_passkey_completes_the_sign_in()
    {
        var (enrolled, user) = await CreateAsync();
        using var passkey = user;
        var (challenge, options, credential) = await BeginAsync(enrolled, user);

        var response = await user.Client.CompleteAsync(challenge, options["challenge_token"], credential);

        Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
        Assert.Equal(["pwd", "hwk", "user", "mfa"], Claims.Of(response["access_token"]).Amr);
        var rows = await system.Database.AuditOfRequestAsync(response);
        Assert.Equal([AuditEvent.DeviceAdded, AuditEvent.SignedIn], rows.Select(r => r.Event));
        var row = rows[^1];
        Assert.Equal(
            (AuditEvent.SignedIn, "pwd passkey", Guid.Parse(response["session_id"])), (row.Event, row.Reason, row.SessionId));
        Problems.Is("invalid_temp_token", await user.Client.CompleteAsync(challenge, await enrolled.UnusedCodeAsync()));
    }

    [Fact]
    public async Task The_challenge_lists_the_passkey_of_a_user_who_has_one()
    {
        var (enrolled, user) = await CreateAsync();
        using var passkey = user;
        var without = await EnrolledUser.CreateAsync(system);

        Assert.Equal(["totp", "recovery_code", "passkey"], await MethodsAsync(enrolled));
        Assert.Equal(["totp", "recovery_code"], await MethodsAsync(without));
    }

    [Fact]
    public async Task A_passkey_alone_does_not_turn_on_a_second_factor()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var response = await user.Client.LoginAsync(user.User.Account);
        Assert.False(response.Json.GetProperty("two_fa_required").GetBoolean());
    }

    [Fact]
    public async Task The_options_list_the_passkeys_of_the_user()
    {
        var (enrolled, user) = await CreateAsync();
        using var passkey = user;

        var options = await user.Client.PasskeyOptionsAsync(tempToken: await enrolled.ChallengeAsync());

        var allowed = Assert.Single(options.Json.GetProperty("allowCredentials").EnumerateArray());
        Assert.Equal(Authenticator.Encode(user.Authenticator.CredentialId), allowed.GetProperty("id").GetString());
        Assert.Equal("public-key", allowed.GetProperty("type").GetString());
        Problems.Is("invalid_temp_token", await user.Client.PasskeyOptionsAsync(tempToken: "sa2f_unknown"));
    }

    [Fact]
    public async Task An_authenticator_that_was_given_a_list_may_omit_the_user_handle()
    {
        var (enrolled, user) = await CreateAsync();
        using var passkey = user;
        var (challenge, options, credential) = await BeginAsync(enrolled, user);
        credential["response"]!.AsObject().Remove("userHandle");

        var response = await user.Client.CompleteAsync(challenge, options["challenge_token"], credential);

        Assert.Equal(HttpStatusCode.OK, response.Status);
    }

    [Fact]
    public async Task The_passkey_of_another_user_is_refused()
    {
        var (enrolled, user) = await CreateAsync();
        using var passkey = user;
        using var mallory = await PasskeyUser.CreateAsync(system);
        var challenge = await enrolled.ChallengeAsync();
        var options = await user.Client.PasskeyOptionsAsync(tempToken: challenge);

        var response = await user.Client.CompleteAsync(
            challenge, options["challenge_token"], mallory.Authenticator.Get(options.Json));

        Problems.Is("invalid_credentials", response);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal(
            (AuditEvent.SecondFactorRefused, user.Id, "invalid_passkey"), (row.Event, row.UserId, row.Reason));
    }

    [Fact]
    public async Task A_challenge_is_for_one_temporary_token_alone()
    {
        var (enrolled, user) = await CreateAsync();
        using var passkey = user;
        var (otherEnrolled, mallory) = await CreateAsync();
        using var otherPasskey = mallory;
        var victims = await enrolled.ChallengeAsync();
        var mallorys = await otherEnrolled.ChallengeAsync();
        var options = await mallory.Client.PasskeyOptionsAsync(tempToken: mallorys);

        // Mallory knows the victim's password and has a passkey of another account.
        Problems.Is(
            "invalid_temp_token",
            await mallory.Client.CompleteAsync(
                victims, options["challenge_token"], mallory.Authenticator.Get(options.Json)));
    }

    [Fact]
    public async Task Challenges_of_a_sign_in_and_of_a_second_factor_are_not_interchangeable()
    {
        var (enrolled, user) = await CreateAsync();
        using var passkey = user;
        var challenge = await enrolled.ChallengeAsync();
        var secondFactor = await user.Client.PasskeyOptionsAsync(tempToken: challenge);
        var signIn = await user.Client.PasskeyOptionsAsync();

        Problems.Is(
            "invalid_temp_token",
            await user.Client.CompleteAsync(challenge, signIn["challenge_token"], user.Authenticator.Get(signIn.Json)));
        Problems.Is(
            "invalid_temp_token",
            await user.Client.PasskeyLoginAsync(
                secondFactor["challenge_token"], user.Authenticator.Get(secondFactor.Json)));
    }

    [Fact]
    public async Task A_counter_that_goes_back_leaves_the_challenge_usable()
    {
        var (enrolled, user) = await CreateAsync();
        using var passkey = user;
        await user.SignInAsync();
        var challenge = await enrolled.ChallengeAsync();
        var options = await user.Client.PasskeyOptionsAsync(tempToken: challenge);
        var response = await user.Client.CompleteAsync(
            challenge, options["challenge_token"], user.Authenticator.Get(options.Json, new Deviation { Counter = 1 }));

        Problems.Is("invalid_credentials", response);
        Assert.Equal("counter_went_back", Assert.Single(await system.Database.AuditOfRequestAsync(response)).Reason);
        Assert.Equal(
            HttpStatusCode.OK, (await user.Client.CompleteAsync(challenge, await enrolled.UnusedCodeAsync())).Status);
    }

    [Fact]
    public async Task A_password_change_ends_the_challenge()
    {
        var (enrolled, user) = await CreateAsync();
        using var passkey = user;
        var (challenge, options, credential) = await BeginAsync(enrolled, user);
        await system.Database.ExecuteAsync("UPDATE users SET security_stamp = 'another' WHERE id = $1", user.Id);

        Problems.Is(
            "invalid_temp_token", await user.Client.CompleteAsync(challenge, options["challenge_token"], credential));
    }

    [Fact]
    public async Task A_session_of_a_passkey_keeps_its_methods_when_an_authenticator_app_is_set_up()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var session = await user.SignInAsync();
        var setUp = await user.Client.SetUpAsync(session.AccessToken);
        var verified = await user.Client.VerifyAsync(session.AccessToken, new AuthenticatorApp(setUp["secret"]).Code());
        Assert.Equal(HttpStatusCode.OK, verified.Status);

        Assert.Equal(["hwk", "user", "mfa"], Claims.Of((await session.RefreshedAsync()).AccessToken).Amr);
    }

    [Theory]
    [InlineData("""{"temp_token":"x","method":"passkey"}""", "credential")]
    [InlineData("""{"temp_token":"x","method":"passkey","credential":{}}""", "challenge_token")]
    [InlineData("""{"temp_token":"x","method":"passkey","challenge_token":"x","credential":{},"code":"123456"}""", "code")]
    [InlineData("""{"temp_token":"x","code":"123456","challenge_token":"x"}""", "challenge_token")]
    [InlineData("""{"temp_token":"x","code":"123456","credential":{}}""", "credential")]
    public async Task A_malformed_call_is_invalid(string body, string field) =>
        Problems.IsInvalid(field, await system.NewClient().PostTextAsync("/api/v1/auth/login/2fa", body));

    private async Task<(EnrolledUser Enrolled, PasskeyUser Passkey)> CreateAsync()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        return (enrolled, await PasskeyUser.CreateAsync(await enrolled.SignInAsync()));
    }

    private static async Task<(string TempToken, Response Options, JsonObject Credential)> BeginAsync(
        EnrolledUser enrolled, PasskeyUser user)
    {
        var challenge = await enrolled.ChallengeAsync();
        var options = await user.Client.PasskeyOptionsAsync(tempToken: challenge);
        return (challenge, options, user.Authenticator.Get(options.Json));
    }

    private static async Task<IEnumerable<string>> MethodsAsync(EnrolledUser user) =>
        (await user.Client.LoginAsync(user.User.Account)).Json.GetProperty("methods").EnumerateArray()
        .Select(method => method.GetString()!);
}
