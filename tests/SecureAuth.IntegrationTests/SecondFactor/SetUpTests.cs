using System.Net;
using System.Xml.Linq;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

public sealed class SetUpTests(TestSystem system)
{
    [Fact]
    public async Task Set_up_returns_the_secret_its_key_URI_and_a_QR_code()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var response = await user.Client.SetUpAsync(user.AccessToken);
        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(["qr_svg", "secret", "uri"], response.Json.EnumerateObject().Select(member => member.Name).Order());
        Assert.Matches("^[A-Z2-7]{32}$", response["secret"]);
        Assert.Equal(
            $"otpauth://totp/auth.test:{Uri.EscapeDataString(user.Account.Email)}?secret={response["secret"]}"
            + "&issuer=auth.test&algorithm=SHA1&digits=6&period=30",
            response["uri"]);
        Assert.Equal("svg", XDocument.Parse(response["qr_svg"]).Root!.Name.LocalName);
    }

    [Fact]
    public async Task Nothing_changes_until_a_code_is_verified()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        await user.Client.SetUpAsync(user.AccessToken);
        Assert.False((await user.Client.MeAsync(user.AccessToken)).Json.GetProperty("totp_enabled").GetBoolean());
        Assert.Equal(Claims.Password, Claims.Of((await user.SignInAgainAsync()).AccessToken).Amr);
    }

    [Fact]
    public async Task A_correct_code_enables_the_second_factor_and_returns_ten_recovery_codes()
    {
        var user = await EnrolledUser.CreateAsync(system);
        Assert.Equal(10, user.RecoveryCodes.Distinct().Count());
        Assert.True((await user.Client.MeAsync(user.User.AccessToken)).Json.GetProperty("totp_enabled").GetBoolean());
        Assert.True((await user.Client.LoginAsync(user.User.Account)).Json.GetProperty("two_fa_required").GetBoolean());
    }

    [Fact]
    public async Task Setting_up_again_replaces_the_secret()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var first = new AuthenticatorApp((await user.Client.SetUpAsync(user.AccessToken))["secret"]);
        var second = new AuthenticatorApp((await user.Client.SetUpAsync(user.AccessToken))["secret"]);
        Problems.Is("invalid_code", await user.Client.VerifyAsync(user.AccessToken, first.Code()));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.VerifyAsync(user.AccessToken, second.Code())).Status);
    }

    [Fact]
    public async Task An_enabled_second_factor_can_be_neither_set_up_nor_verified_again()
    {
        var user = await EnrolledUser.CreateAsync(system);
        Problems.Is("conflict", await user.Client.SetUpAsync(user.User.AccessToken));
        Problems.Is("conflict", await user.Client.VerifyAsync(user.User.AccessToken, await user.UnusedCodeAsync()));
    }

    [Fact]
    public async Task A_set_up_expires_after_ten_minutes()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var app = new AuthenticatorApp((await user.Client.SetUpAsync(user.AccessToken))["secret"]);
        await system.Database.ExecuteAsync(
            "UPDATE totp_credentials SET created_at = created_at - interval '10 minutes 1 second' WHERE user_id = $1", user.Id);

        Problems.Is("conflict", await user.Client.VerifyAsync(user.AccessToken, app.Code()));
        Assert.False((await user.Client.MeAsync(user.AccessToken)).Json.GetProperty("totp_enabled").GetBoolean());
    }

    [Fact]
    public async Task Verification_without_a_set_up_is_refused()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        Problems.Is("conflict", await user.Client.VerifyAsync(user.AccessToken, "123456"));
    }

    [Theory]
    [InlineData("{}", "required")]
    [InlineData("""{"code":null}""", "required")]
    [InlineData("""{"code":""}""", "required")]
    [InlineData("""{"code":"12\n3456"}""", "invalid_characters")]
    [InlineData("""{"code":"1234567890123456789012345678901234567890123456789012345678901234567890"}""", "too_long")]
    public async Task A_malformed_code_is_invalid_and_does_not_count(string body, string reason)
    {
        var user = await EnrolledUser.CreateAsync(system);
        foreach (var path in new[] { "verify", "disable" })
        {
            var request = TestClient.Request(HttpMethod.Post, $"/api/v1/users/me/2fa/{path}", user.User.AccessToken);
            request.Content = new StringContent(body, null, "application/json");
            var response = await user.Client.SendAsync(request);
            Problems.Is("invalid_request", response);
            Assert.Equal([reason], response.ErrorsOf("code"));
        }

        Assert.Equal(0, await system.Database.UnclearedGuessesAsync(user.Id));
    }

    [Fact]
    public async Task The_code_that_confirmed_the_set_up_does_not_sign_in()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var app = new AuthenticatorApp((await user.Client.SetUpAsync(user.AccessToken))["secret"]);
        var code = app.Code();
        Assert.Equal(HttpStatusCode.OK, (await user.Client.VerifyAsync(user.AccessToken, code)).Status);
        var challenge = (await user.Client.LoginAsync(user.Account))["temp_token"];
        Problems.Is("invalid_code", await user.Client.CompleteAsync(challenge, code));
    }

    [Fact]
    public async Task The_sessions_next_token_is_multi_factor()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var before = Claims.Of(user.User.AccessToken);
        Problems.Is("second_factor_required", await user.Client.RenewRecoveryCodesAsync(user.User.AccessToken));
        var next = await user.User.RefreshedAsync();
        var after = Claims.Of(next.AccessToken);
        Assert.Equal(Claims.Password, before.Amr);
        Assert.Equal(Claims.MultiFactor, after.Amr);
        Assert.Equal((before.AuthTime, before.SessionId), (after.AuthTime, after.SessionId));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.RenewRecoveryCodesAsync(next.AccessToken)).Status);
    }

    [Fact]
    public async Task Other_sessions_of_the_user_are_not_multi_factor()
    {
        var first = await SignedInUser.CreateAsync(system.NewClient());
        var other = await first.SignInAgainAsync();
        var app = new AuthenticatorApp((await first.Client.SetUpAsync(first.AccessToken))["secret"]);
        Assert.Equal(HttpStatusCode.OK, (await first.Client.VerifyAsync(first.AccessToken, app.Code())).Status);
        Assert.Equal(Claims.Password, Claims.Of((await other.RefreshedAsync()).AccessToken).Amr);
    }

    [Fact]
    public async Task The_secret_is_stored_encrypted()
    {
        var user = await SignedInUser.CreateAsync(system.NewClient());
        var secret = (await user.Client.SetUpAsync(user.AccessToken))["secret"];
        var key = AuthenticatorApp.Decode(secret);
        var kept = await system.Database.ScalarAsync<byte[]>(
            "SELECT protected_secret FROM totp_credentials WHERE user_id = $1", user.Id);
        Assert.True(kept!.AsSpan().IndexOf(key) < 0);
        Assert.True(kept.AsSpan().IndexOf(global::System.Text.Encoding.ASCII.GetBytes(secret)) < 0);
    }

    [Fact]
    public async Task A_secret_is_bound_to_its_user()
    {
        var mallory = await EnrolledUser.CreateAsync(system);
        var victim = await EnrolledUser.CreateAsync(system);
        await system.Database.ExecuteAsync(
            """
            UPDATE totp_credentials t SET protected_secret = other.protected_secret FROM totp_credentials other
            WHERE (t.user_id, other.user_id) IN (($1, $2), ($2, $1))
            """,
            mallory.Id, victim.Id);

        var code = await mallory.UnusedCodeAsync();
        await victim.UnusedCodeAsync();
        Problems.Is("invalid_code", await victim.Client.CompleteAsync(await victim.ChallengeAsync(), code));
        Problems.Is("invalid_code", await victim.Client.ReauthenticateAsync(victim.User.AccessToken, code: code));
        Problems.Is("invalid_code", await victim.Client.DisableAsync(victim.User.AccessToken, code));
        Problems.Is("invalid_code", await mallory.Client.CompleteAsync(await mallory.ChallengeAsync(), code));

        // A secret that cannot be decrypted does not lock the owner out.
        var recovered = await victim.Client.CompleteAsync(await victim.ChallengeAsync(), victim.RecoveryCodes[0]);
        Assert.Equal(HttpStatusCode.OK, recovered.Status);
    }
}
