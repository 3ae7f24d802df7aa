using System.Net;
using System.Text.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Passkeys;

/// <summary>A passkey alone signs in, as two factors.</summary>
public sealed class PasskeySignInTests(TestSystem system)
{
    [Theory]
    [InlineData(false, false, "hwk")]
    [InlineData(true, false, "hwk")]
    [InlineData(false, true, "swk")]
    public async Task A_passkey_signs_in(bool rsa, bool synced, string key)
    {
        using var user = await PasskeyUser.CreateAsync(system, rsa, synced);

        var response = await user.Client.PasskeyLoginAsync(user.Authenticator);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        JsonAssert.HasExactly(
            response.Json, "access_token", "token_type", "expires_in", "refresh_token", "refresh_expires_in", "session_id",
            "two_fa_required", "device_token");
        Assert.False(response.Json.GetProperty("two_fa_required").GetBoolean());
        Assert.Equal([key, "user", "mfa"], Claims.Of(response["access_token"]).Amr);
        Assert.Equal(user.Id, Guid.Parse((await user.Client.MeAsync(response["access_token"]))["id"]));
        var refreshed = await user.Client.RefreshAsync(response["refresh_token"]);
        Assert.Equal([key, "user", "mfa"], Claims.Of(refreshed["access_token"]).Amr);
    }

    [Fact]
    public async Task A_passkey_signs_in_again_and_again()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        using var synced = await PasskeyUser.CreateAsync(system, synced: true);
        for (var i = 0; i < 3; i++)
        {
            await user.SignInAsync();
            await synced.SignInAsync();
        }

        Assert.Equal(
            3, await system.Database.ScalarAsync<long>("SELECT sign_count FROM passkeys WHERE user_id = $1", user.Id));
    }

    [Fact]
    public async Task A_sign_in_is_recorded()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var options = await user.Client.PasskeyOptionsAsync();
        var response = await user.Client.PasskeyLoginAsync(
            options["challenge_token"], user.Authenticator.Get(options.Json), user.User.DeviceToken);

        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));

        Assert.Equal((AuditEvent.SignedIn, AuditOutcome.Success, "passkey"), (row.Event, row.Outcome, row.Reason));
        Assert.Equal((user.Id, Guid.Parse(response["session_id"])), (row.UserId, row.SessionId));
        var passkey = (await user.Client.PasskeysAsync(user.User.AccessToken)).Json.GetProperty("passkeys")[0];
        Assert.NotEqual(JsonValueKind.Null, passkey.GetProperty("last_used_at").ValueKind);
        Assert.NotNull((await user.Client.MeAsync(response["access_token"]))["last_login_at"]);
    }

    [Fact]
    public async Task A_sign_in_is_fresh_and_stands_for_the_second_factor()
    {
        var enrolled = await EnrolledUser.CreateAsync(system);
        using var user = await PasskeyUser.CreateAsync(await enrolled.SignInAsync());

        var session = await user.SignInAsync();

        Assert.Equal(HttpStatusCode.OK, (await user.Client.RenewRecoveryCodesAsync(session.AccessToken)).Status);
        var removed = await user.Client.RemovePasskeyAsync(session.AccessToken, user.PasskeyId);
        Assert.Equal(HttpStatusCode.NoContent, removed.Status);
        Problems.Is("invalid_credentials", await user.Client.PasskeyLoginAsync(user.Authenticator));
    }

    [Fact]
    public async Task A_sign_in_works_while_the_password_is_locked_and_leaves_the_lock_alone()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        for (var i = 0; i < 4; i++)
        {
            await user.Client.LoginAsync(user.User.Account.Email, "wrong");
        }

        await user.SignInAsync();
        Assert.Equal(4, await system.Database.UnclearedGuessesAsync(user.Id));

        await user.Client.LoginAsync(user.User.Account.Email, "wrong");
        await user.SignInAsync();
        Problems.Is("account_locked", await user.Client.LoginAsync(user.User.Account));
    }

    [Fact]
    public async Task Failed_ceremonies_do_not_lock_the_account()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        for (var i = 0; i < 7; i++)
        {
            var response = await user.Client.PasskeyLoginAsync(
                user.Authenticator, Deviation.None with { TamperedSignature = true });
            Problems.Is("invalid_credentials", response);
        }

        Assert.Equal(HttpStatusCode.OK, (await user.Client.LoginAsync(user.User.Account)).Status);
    }

    [Fact]
    public async Task A_disabled_account_is_told_so_only_after_a_valid_assertion()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        await system.Database.ExecuteAsync("UPDATE users SET is_active = false WHERE id = $1", user.Id);

        Problems.Is(
            "invalid_credentials",
            await user.Client.PasskeyLoginAsync(user.Authenticator, Deviation.None with { TamperedSignature = true }));
        var response = await user.Client.PasskeyLoginAsync(user.Authenticator);

        Problems.Is("account_disabled", response);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal((AuditEvent.SignInRefused, user.Id, "disabled"), (row.Event, row.UserId, row.Reason));
    }

    [Fact]
    public async Task Options_are_alike_for_known_and_unknown_addresses()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var known = await user.Client.PasskeyOptionsAsync(user.User.Account.Email);
        var unknown = await user.Client.PasskeyOptionsAsync(NewUser.Create().Email);
        var anybody = await user.Client.PostAsync("/api/v1/auth/passkeys/options", null);

        Assert.All([known, unknown, anybody], options =>
        {
            Assert.Equal(HttpStatusCode.OK, options.Status);
            JsonAssert.HasExactly(
                options.Json, "challenge", "timeout", "rpId", "allowCredentials", "userVerification", "challenge_token");
            Assert.Equal("auth.test", options["rpId"]);
            Assert.Equal("required", options["userVerification"]);
            Assert.Equal(0, options.Json.GetProperty("allowCredentials").GetArrayLength());
            Assert.Equal(43, options["challenge"].Length);
        });
        Assert.Equal(known.Body.Length, unknown.Body.Length);
        Assert.Equal(
            [.. known.Headers.Select(header => header.Key)], (string[])[.. unknown.Headers.Select(header => header.Key)]);
    }

    [Fact]
    public async Task A_sign_in_for_an_address_is_for_its_account_alone()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        using var other = await PasskeyUser.CreateAsync(system);
        var email = user.User.Account.Email;

        var own = await user.Client.PasskeyLoginAsync(user.Authenticator, email: email.ToUpperInvariant());
        var foreign = await user.Client.PasskeyLoginAsync(other.Authenticator, email: email);
        var unknown = await user.Client.PasskeyLoginAsync(user.Authenticator, email: NewUser.Create().Email);

        Assert.Equal(HttpStatusCode.OK, own.Status);
        Problems.Is("invalid_credentials", foreign);
        Problems.Is("invalid_credentials", unknown);
        Assert.Equal("wrong_account", Assert.Single(await system.Database.AuditOfRequestAsync(foreign)).Reason);
    }

    [Theory]
    [InlineData("""{"email":"no address"}""", "email", "invalid_email")]
    [InlineData("""{"email":"ada@example.com","temp_token":"x"}""", "temp_token", "invalid_value")]
    [InlineData("""{"temp_token":""}""", "temp_token", "required")]
    [InlineData("""{"user_id":"x"}""", "user_id", null)]
    public async Task Malformed_options_are_invalid(string body, string field, string? reason)
    {
        var response = await system.NewClient().PostTextAsync("/api/v1/auth/passkeys/options", body);
        Problems.IsInvalid(field, response);
        Assert.True(reason is null || response.ErrorsOf(field).SequenceEqual([reason]), response.ToString());
    }

    [Theory]
    [InlineData("""{"credential":{}}""", "challenge_token")]
    [InlineData("""{"challenge_token":"x"}""", "credential")]
    [InlineData("""{"challenge_token":"x","credential":null}""", "credential")]
    [InlineData("""{"challenge_token":"x","credential":"text"}""", "credential")]
    [InlineData("""{"challenge_token":"x","credential":[]}""", "credential")]
    [InlineData("""{"challenge_token":"x","credential":{}}""", "credential")]
    [InlineData("""{"challenge_token":"x","credential":{"id":"AAAA","type":"public-key","response":{}}}""", "credential")]
    [InlineData(
        """
        {"challenge_token":"x","credential":{"id":"AAAA","type":"public-key","response":{"clientDataJSON":"!",
        "authenticatorData":"AAAA","signature":"AAAA"}}}
        """,
        "credential")]
    [InlineData(
        """
        {"challenge_token":"x","credential":{"id":"","type":"public-key","response":{"clientDataJSON":"AAAA",
        "authenticatorData":"AAAA","signature":"AAAA"}}}
        """,
        "credential")]
    public async Task A_malformed_credential_is_invalid(string body, string field)
    {
        var response = await system.NewClient().PostTextAsync("/api/v1/auth/passkeys", body);
        Problems.IsInvalid(field, response);
    }

    [Fact]
    public async Task A_malformed_credential_does_not_use_the_challenge_up()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var options = await user.Client.PasskeyOptionsAsync();
        var credential = user.Authenticator.Get(options.Json);
        var malformed = credential.DeepClone();
        malformed["response"]!["signature"] = 1;

        Problems.IsInvalid("credential", await user.Client.PasskeyLoginAsync(options["challenge_token"], malformed));

        var response = await user.Client.PasskeyLoginAsync(options["challenge_token"], credential);
        Assert.Equal(HttpStatusCode.OK, response.Status);
    }

    [Fact]
    public async Task A_body_beyond_16_KiB_is_too_large()
    {
        using var user = await PasskeyUser.CreateAsync(system);
        var options = await user.Client.PasskeyOptionsAsync();
        var credential = user.Authenticator.Get(options.Json);
        credential["response"]!["signature"] = new string('A', 16 * 1024);

        Problems.Is("payload_too_large", await user.Client.PasskeyLoginAsync(options["challenge_token"], credential));
    }

    [Fact]
    public async Task The_endpoints_have_the_limit_of_passkeys()
    {
        await using var api = await system.StartApiAsync(
            ("RateLimits__Passkey__Permits", "2"), ("RateLimits__Passkey__Window", "00:10:00"));
        var client = new TestClient(api);

        Assert.Equal(HttpStatusCode.OK, (await client.PasskeyOptionsAsync()).Status);
        Problems.Is("invalid_request", await client.PostAsync("/api/v1/auth/passkeys", new { }));
        Problems.Is("rate_limited", await client.PasskeyOptionsAsync());
    }
}
