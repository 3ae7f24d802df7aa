using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

public sealed class ChallengeTests(TestSystem system)
{
    [Fact]
    public async Task A_correct_password_returns_a_challenge_and_nothing_else()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var sessions = await LiveSessionsAsync(user.Id);
        var response = await user.Client.LoginAsync(user.User.Account);
        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(
            ["expires_in", "methods", "temp_token", "two_fa_required"],
            response.Json.EnumerateObject().Select(member => member.Name).Order());
        Assert.True(response.Json.GetProperty("two_fa_required").GetBoolean());
        Assert.Equal(300, response.Json.GetProperty("expires_in").GetInt32());
        Assert.Equal(
            ["totp", "recovery_code"],
            response.Json.GetProperty("methods").EnumerateArray().Select(method => method.GetString()));
        Assert.Equal(sessions, await LiveSessionsAsync(user.Id));
    }

    [Fact]
    public async Task The_wrong_password_of_an_enrolled_user_gets_the_usual_response()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var response = await user.Client.LoginAsync(user.User.Account.Email, NewUser.StrongPassword());
        Problems.Is("invalid_credentials", response);
    }

    [Fact]
    public async Task A_code_completes_the_sign_in()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var login = await user.Client.PostAsync(
            "/api/v1/auth/login",
            new { email = user.User.Account.Email, password = user.User.Account.Password, device_name = "Ann's phone" });
        var response = await user.Client.CompleteAsync(login["temp_token"], await user.UnusedCodeAsync());
        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(
            [
                "access_token", "device_token", "expires_in", "refresh_expires_in", "refresh_token", "session_id", "token_type",
                "two_fa_required",
            ],
            response.Json.EnumerateObject().Select(member => member.Name).Order());
        Assert.False(response.Json.GetProperty("two_fa_required").GetBoolean());
        Assert.Equal(Claims.MultiFactor, Claims.Of(response["access_token"]).Amr);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(response["access_token"])).Status);

        var refreshed = await user.Client.RefreshAsync(response["refresh_token"]);
        Assert.Equal(Claims.MultiFactor, Claims.Of(refreshed["access_token"]).Amr);
        Assert.Equal(Claims.Of(response["access_token"]).AuthTime, Claims.Of(refreshed["access_token"]).AuthTime);
        Assert.Equal("Ann's phone", await system.Database.ScalarAsync<string>(
            "SELECT device_name FROM sessions WHERE id = $1", Guid.Parse(response["session_id"])));
    }

    [Fact]
    public async Task A_challenge_starts_one_session()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        Assert.Equal(HttpStatusCode.OK, (await user.Client.CompleteAsync(challenge, user.RecoveryCodes[0])).Status);
        Problems.Is("invalid_temp_token", await user.Client.CompleteAsync(challenge, user.RecoveryCodes[1]));
        Assert.Equal(9, await system.Database.RecoveryCodesLeftAsync(user.Id));
    }

    [Fact]
    public async Task A_challenge_ends_after_five_wrong_codes()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        for (var i = 0; i < 5; i++)
        {
            // This is about the challenge, so the account's own lockout is cleared.
            await system.Database.ForgetGuessesAsync(user.Id);
            Problems.Is("invalid_code", await user.Client.CompleteAsync(challenge, user.App.WrongCode()));
        }

        await system.Database.ForgetGuessesAsync(user.Id);
        var response = await user.Client.CompleteAsync(challenge, await user.UnusedCodeAsync());
        Problems.Is("invalid_temp_token", response);
    }

    [Fact]
    public async Task A_challenge_survives_four_wrong_codes()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        for (var i = 0; i < 4; i++)
        {
            Problems.Is("invalid_code", await user.Client.CompleteAsync(challenge, user.App.WrongCode()));
        }

        Assert.Equal(HttpStatusCode.OK, (await user.Client.CompleteAsync(challenge, await user.UnusedCodeAsync())).Status);
    }

    [Theory]
    [InlineData("interval '1 second'", HttpStatusCode.Unauthorized)]
    [InlineData("interval '-60 seconds'", HttpStatusCode.OK)]
    public async Task A_challenge_expires_after_five_minutes(string past, HttpStatusCode expected)
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        var lifetime = await system.Database.ScalarAsync<TimeSpan>(
            "SELECT date_trunc('second', expires_at - created_at) FROM second_factor_challenges WHERE user_id = $1", user.Id);
        Assert.Equal(TimeSpan.FromMinutes(5), lifetime);
        await system.Database.ExecuteAsync(
            $"UPDATE second_factor_challenges SET expires_at = clock_timestamp() - {past} WHERE user_id = $1", user.Id);
        var response = await user.Client.CompleteAsync(challenge, await user.UnusedCodeAsync());
        Assert.Equal(expected, response.Status);
        Assert.Equal(expected == HttpStatusCode.OK ? null : "invalid_temp_token", response.Code);
    }

    [Fact]
    public async Task A_new_sign_in_ends_the_older_challenge()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var older = await user.ChallengeAsync();
        var newer = await user.ChallengeAsync();
        var code = await user.UnusedCodeAsync();
        Problems.Is("invalid_temp_token", await user.Client.CompleteAsync(older, code));
        Assert.Equal(HttpStatusCode.OK, (await user.Client.CompleteAsync(newer, code)).Status);
    }

    [Fact]
    public async Task A_challenge_is_bound_to_its_user()
    {
        var mallory = await EnrolledUser.CreateAsync(system);
        var victim = await EnrolledUser.CreateAsync(system);
        var stolen = await victim.ChallengeAsync();
        Problems.Is("invalid_code", await mallory.Client.CompleteAsync(stolen, await mallory.UnusedCodeAsync()));
        Problems.Is("invalid_code", await mallory.Client.CompleteAsync(stolen, mallory.RecoveryCodes[0]));
        Assert.Equal(10, await system.Database.RecoveryCodesLeftAsync(mallory.Id));
    }

    [Fact]
    public async Task A_temporary_token_is_accepted_nowhere_else()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        Problems.Is("invalid_token", await user.Client.MeAsync(challenge));
        Problems.Is("invalid_token", await user.Client.DisableAsync(challenge, user.App.Code()));
        Problems.Is("invalid_token", await user.Client.ReauthenticateAsync(challenge, code: user.App.Code()));
        Problems.Is("invalid_refresh_token", await user.Client.RefreshAsync(challenge));
        await user.Client.LogoutAsync(challenge, challenge, all: true);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.MeAsync(user.User.AccessToken)).Status);
    }

    [Fact]
    public async Task No_other_token_is_accepted_as_a_temporary_token()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var code = await user.UnusedCodeAsync();
        foreach (var token in new[] { user.User.AccessToken[..500], user.User.RefreshToken, "sa2f_", "nothing of ours" })
        {
            Problems.Is("invalid_temp_token", await user.Client.CompleteAsync(token, code));
        }
    }

    [Fact]
    public async Task Disabling_the_account_ends_its_challenge()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        await system.Database.ExecuteAsync("UPDATE users SET is_active = false WHERE id = $1", user.Id);
        var response = await user.Client.CompleteAsync(challenge, await user.UnusedCodeAsync());
        Problems.Is("invalid_temp_token", response);
        Assert.Equal(1, await LiveSessionsAsync(user.Id));
    }

    [Fact]
    public async Task A_password_change_ends_the_challenge()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var session = await user.User.RefreshedAsync();
        var challenge = await user.ChallengeAsync();
        var changed = await user.Client.ChangePasswordAsync(
            session.AccessToken, user.User.Account.Password, NewUser.StrongPassword());
        Assert.Equal(HttpStatusCode.NoContent, changed.Status);

        // A caller with the old password does not even learn whether a code was correct.
        foreach (var code in new[] { user.App.WrongCode(), await user.UnusedCodeAsync(), user.RecoveryCodes[0] })
        {
            Problems.Is("invalid_temp_token", await user.Client.CompleteAsync(challenge, code));
        }

        Assert.Equal(10, await system.Database.RecoveryCodesLeftAsync(user.Id));
    }

    [Fact]
    public async Task A_temporary_token_is_stored_only_as_a_hash()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        var row = Assert.Single(await system.Database.RowsAsync(
            "SELECT second_factor_challenges::text AS line FROM second_factor_challenges WHERE user_id = $1", user.Id));
        Assert.DoesNotContain(challenge[5..], (string)row["line"]!, StringComparison.Ordinal);
        Assert.False(system.Api.Log.Contains(challenge[5..]));
    }

    [Theory]
    [InlineData("""{"code":"123456"}""", "temp_token", "required")]
    [InlineData("""{"temp_token":"x"}""", "code", "required")]
    [InlineData("""{"temp_token":"x","code":"123456","method":"sms"}""", "method", "invalid_value")]
    [InlineData("""{"temp_token":"x","code":"123456","method":"TOTP"}""", "method", "invalid_value")]
    [InlineData("""{"temp_token":"x","code":"123456","method":""}""", "method", "invalid_value")]
    [InlineData("""{"temp_token":"x","code":123456}""", "code", null)]
    [InlineData("""{"temp_token":"x","code":"123456","user_id":"y"}""", "user_id", null)]
    public async Task A_malformed_call_is_invalid(string body, string field, string? reason)
    {
        var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/login/2fa");
        request.Content = new StringContent(body, null, "application/json");
        var response = await system.NewClient().SendAsync(request);
        Problems.Is("invalid_request", response);
        Assert.NotEmpty(response.ErrorsOf(field));
        Assert.True(reason is null || response.ErrorsOf(field).SequenceEqual([reason]), response.ToString());
    }

    [Fact]
    public async Task Set_up_and_sign_in_are_recorded()
    {
        var user = await EnrolledUser.CreateAsync(system);
        var challenge = await user.ChallengeAsync();
        await user.Client.CompleteAsync(challenge, user.App.WrongCode());
        var signedIn = await user.Client.CompleteAsync(challenge, await user.UnusedCodeAsync());

        var rows = await system.Database.AuditOfUserAsync(user.Id);
        Assert.Equal(
            [
                (AuditEvent.Registered, AuditOutcome.Success, null),
                (AuditEvent.SignedIn, AuditOutcome.Success, "pwd"),
                (AuditEvent.TotpSetUp, AuditOutcome.Success, null),
                (AuditEvent.TotpEnabled, AuditOutcome.Success, null),
                (AuditEvent.SecondFactorChallenged, AuditOutcome.Success, null),
                (AuditEvent.SecondFactorRefused, AuditOutcome.Refused, "invalid_code"),
                (AuditEvent.DeviceAdded, AuditOutcome.Success, null),
                (AuditEvent.SignedIn, AuditOutcome.Success, "pwd otp"),
            ],
            rows.Select(row => (row.Event, row.Outcome, row.Reason)));
        Assert.All(rows, row => Assert.Equal((user.Client.Address, user.Client.UserAgent), (row.Address, row.UserAgent)));
        Assert.Equal(Guid.Parse(signedIn["session_id"]), rows[^1].SessionId);
    }

    private async Task<long> LiveSessionsAsync(Guid userId) => await system.Database.ScalarAsync<long>(
        "SELECT count(*) FROM sessions WHERE user_id = $1 AND revoked_at IS NULL", userId);
}
