using System.Net;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.SecondFactor;

/// <summary>A sign-in of a user who must have a second factor and has none.</summary>
[Collection(nameof(RequiringApis))]
public sealed class RequiredSetUpTests(TestSystem system, RequiringApis apis)
{
    private static readonly string[] TokenPair =
    [
        "access_token", "token_type", "expires_in", "refresh_token", "refresh_expires_in", "session_id", "two_fa_required",
        "device_token",
    ];

    [Fact]
    public async Task A_correct_password_returns_a_set_up_token_and_nothing_else()
    {
        var client = apis.NewClient();
        var account = await NewUser.RegisterAsync(client);
        var response = await client.LoginAsync(account);

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(
            ["two_fa_setup_required", "setup_token", "expires_in"],
            response.Json.EnumerateObject().Select(member => member.Name));
        Assert.True(response.Json.GetProperty("two_fa_setup_required").GetBoolean());
        Assert.Equal(600, response.Json.GetProperty("expires_in").GetInt32());
        Assert.Matches("^sasu_[A-Za-z0-9_-]{43}$", response["setup_token"]);
        var row = Assert.Single(await system.Database.AuditOfRequestAsync(response));
        Assert.Equal((AuditEvent.SecondFactorSetUpRequired, AuditOutcome.Success), (row.Event, row.Outcome));
        Assert.Equal(0, await SessionsAsync(row.UserId!.Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_set_up_keeps_the_device_that_sent_its_token(bool withPasskey)
    {
        var client = system.NewClient();
        var account = await NewUser.RegisterAsync(client);
        var token = (await client.LoginAsync(account))["device_token"];
        var required = await apis.Through(client).LoginAsync(account, token);
        var user = new UserInSetUp(apis.Through(client), account, Guid.Empty, required["setup_token"]);
        using var authenticator = new Authenticator();

        var completed = withPasskey
            ? await user.Client.AddPasskeyAsync(user.SetUpToken, authenticator)
            : (await user.CompleteAsync()).Verified;

        Assert.Equal(token, completed["device_token"]);
    }

    [Fact]
    public async Task A_wrong_password_gets_the_usual_response() => Problems.Is(
        "invalid_credentials",
        await apis.NewClient().LoginAsync((await UserInSetUp.CreateAsync(apis.NewClient())).Account.Email, "not the password"));

    [Fact]
    public async Task The_first_code_returns_recovery_codes_and_a_multi_factor_session()
    {
        var client = apis.NewClient();
        var user = await UserInSetUp.CreateAsync(client);
        var named = await client.PostAsync(
            "/api/v1/auth/login", new { email = user.Account.Email, password = user.Account.Password, device_name = "Desk" });
        user = user with { SetUpToken = named["setup_token"] };
        await MoveAsync(user, "created_at = created_at - interval '3 minutes'");
        var (session, _, verified) = await user.CompleteAsync();

        Assert.Equal(["recovery_codes", .. TokenPair], verified.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(10, EnrolledUser.CodesOf(verified).Distinct().Count());
        Assert.False(verified.Json.GetProperty("two_fa_required").GetBoolean());
        var claims = Claims.Of(session.AccessToken);
        Assert.Equal(Claims.MultiFactor, claims.Amr);
        Assert.InRange(
            (TimeProvider.System.GetUtcNow() - claims.AuthTime).TotalSeconds, 3 * 60, 4 * 60);
        Assert.True((await client.MeAsync(session.AccessToken)).Json.GetProperty("totp_enabled").GetBoolean());
        var listed = (await client.SessionsAsync(session.AccessToken)).Json.GetProperty("sessions")[0];
        Assert.Equal("Desk", listed.GetProperty("device_name").GetString());
        Assert.Equal(client.UserAgent, listed.GetProperty("user_agent").GetString());
        var rows = await system.Database.AuditOfRequestAsync(verified);
        Assert.Equal(
            [(AuditEvent.TotpEnabled, null, session.SessionId), (AuditEvent.SignedIn, "pwd otp", session.SessionId)],
            rows.Select(row => (row.Event, row.Reason, row.SessionId!.Value)));
        await session.RefreshedAsync();
        await system.MailboxOf(user.Account.Email).WaitAsync(MailSubjects.SecondFactorChanged);
    }

    [Fact]
    public async Task The_next_sign_in_asks_for_a_code_and_not_for_the_one_that_was_used()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var (_, app, verified) = await user.CompleteAsync();
        var used = app.CodeOf(await system.Database.ScalarAsync<long>(
            "SELECT last_used_step FROM totp_credentials WHERE user_id = $1", user.Id));

        var challenge = (await user.Client.LoginAsync(user.Account))["temp_token"];
        Problems.Is("invalid_code", await user.Client.CompleteAsync(challenge, used));
        var response = await user.Client.CompleteAsync(challenge, EnrolledUser.CodesOf(verified)[0]);

        Assert.Equal(HttpStatusCode.OK, response.Status);
    }

    [Fact]
    public async Task A_passkey_completes_the_sign_in_too()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        using var authenticator = new Authenticator();
        var added = await user.Client.AddPasskeyAsync(user.SetUpToken, authenticator);

        Assert.Equal(HttpStatusCode.Created, added.Status);
        Assert.Equal(
            ["id", "name", "transports", "backup_eligible", "backed_up", "created_at", "last_used_at", .. TokenPair],
            added.Json.EnumerateObject().Select(member => member.Name));
        var session = user.SessionOf(added);
        Assert.Equal(["pwd", "hwk", "user", "mfa"], Claims.Of(session.AccessToken).Amr);
        Assert.Equal(added["id"], (await user.Client.PasskeysAsync(session.AccessToken)).Json.GetProperty("passkeys")[0]
            .GetProperty("id").GetString());
        var rows = await system.Database.AuditOfRequestAsync(added);
        Assert.Equal(
            [(AuditEvent.PasskeyAdded, null, session.SessionId), (AuditEvent.SignedIn, "pwd passkey", session.SessionId)],
            rows.Select(row => (row.Event, row.Reason, row.SessionId!.Value)));
        await session.RefreshedAsync();
        await system.MailboxOf(user.Account.Email).WaitAsync(MailSubjects.PasskeysChanged);
    }

    [Fact]
    public async Task The_passkey_is_the_second_factor_of_the_next_sign_in()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        using var authenticator = new Authenticator();
        await user.Client.AddPasskeyAsync(user.SetUpToken, authenticator);

        var login = await user.Client.LoginAsync(user.Account);
        Assert.True(login.Json.GetProperty("two_fa_required").GetBoolean());
        Assert.Equal(["passkey"], login.Json.GetProperty("methods").EnumerateArray().Select(method => method.GetString()));
        Problems.Is("invalid_code", await user.Client.CompleteAsync(login["temp_token"], "123456"));
        var options = await user.Client.PasskeyOptionsAsync(tempToken: login["temp_token"]);
        var response = await user.Client.CompleteAsync(
            login["temp_token"], options["challenge_token"], authenticator.Get(options.Json));

        Assert.Equal(HttpStatusCode.OK, response.Status);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.PasskeyLoginAsync(authenticator)).Status);
    }

    [Fact]
    public async Task A_ceremony_of_one_set_up_cannot_be_completed_with_another_token()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var other = await UserInSetUp.CreateAsync(user.Client);
        using var authenticator = new Authenticator();
        var options = await user.Client.NewPasskeyOptionsAsync(user.SetUpToken);

        Problems.Is("invalid_temp_token", await user.Client.AddPasskeyAsync(
            other.SetUpToken, options["challenge_token"], authenticator.Create(options.Json)));
        Problems.Is(
            "invalid_credentials",
            await user.Client.AddPasskeyAsync(user.SetUpToken, authenticator, new Deviation { Origin = "https://evil.test" }));
        Assert.Equal(HttpStatusCode.Created, (await user.Client.AddPasskeyAsync(user.SetUpToken, authenticator)).Status);
    }

    [Fact]
    public async Task A_verification_before_the_set_up_is_a_conflict_and_uses_nothing_up()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        Problems.Is("conflict", await user.Client.VerifyAsync(user.SetUpToken, "123456"));
        Problems.IsInvalid("code", await user.Client.PostAsync("/api/v1/users/me/2fa/verify", new { }, user.SetUpToken));

        await user.CompleteAsync();
    }

    [Fact]
    public async Task Wrong_codes_are_counted_and_lock_the_account()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var app = await user.BeginAsync();
        for (var i = 0; i < 5; i++)
        {
            Problems.Is("invalid_code", await user.Client.VerifyAsync(user.SetUpToken, app.WrongCode()));
        }

        Problems.Is("account_locked", await user.Client.LoginAsync(user.Account));
        Assert.Equal(5, await system.Database.AuditCountOfUserAsync(AuditEvent.SecondFactorRefused, user.Id));

        // Five codes end the token as they end a challenge.
        await system.Database.ForgetGuessesAsync(user.Id);
        Problems.Is("invalid_token", await user.Client.VerifyAsync(user.SetUpToken, app.Code()));
    }

    [Fact]
    public async Task A_locked_account_is_told_so_and_keeps_its_token()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var app = await user.BeginAsync();
        for (var i = 0; i < 5; i++)
        {
            await user.Client.LoginAsync(user.Account.Email, NewUser.StrongPassword());
        }

        Problems.Is("account_locked", await user.Client.VerifyAsync(user.SetUpToken, app.Code()));
        await system.Database.ForgetGuessesAsync(user.Id);
        Assert.Equal(HttpStatusCode.OK, (await user.Client.VerifyAsync(user.SetUpToken, app.Code())).Status);
    }

    [Fact]
    public async Task The_token_works_once()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var (_, app, _) = await user.CompleteAsync();
        await system.Database.ExecuteAsync("UPDATE totp_credentials SET last_used_step = 0 WHERE user_id = $1", user.Id);

        await IsDeadAsync(user, app.Code());
    }

    [Theory]
    [InlineData("UPDATE second_factor_challenges SET expires_at = clock_timestamp() WHERE user_id = $1")]
    [InlineData("UPDATE users SET security_stamp = 'changed' WHERE id = $1")]
    [InlineData("UPDATE users SET is_active = false WHERE id = $1")]
    [InlineData("DELETE FROM users WHERE id = $1")]
    public async Task The_token_dies_with(string change)
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var app = await user.BeginAsync();
        await system.Database.ExecuteAsync(change, user.Id);

        await IsDeadAsync(user, app.Code());
    }

    [Fact]
    public async Task The_token_dies_with_a_password_reset_and_with_the_next_sign_in()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var app = await user.BeginAsync();
        var next = await user.AgainAsync();
        await IsDeadAsync(user, app.Code());

        await user.Client.ForgotAsync(user.Account.Email);
        var mail = await system.MailboxOf(user.Account.Email).WaitAsync(MailSubjects.Reset);
        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.ResetAsync(mail.Token, NewUser.StrongPassword())).Status);
        await IsDeadAsync(next, app.Code());
    }

    /// <summary>Otherwise somebody who knows the password could wait with a token until its owner has set up a factor.</summary>
    [Fact]
    public async Task The_token_dies_with_the_first_factor_that_is_set_up_elsewhere()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var app = await user.BeginAsync();
        var elsewhere = await SignInElsewhereAsync(user);
        using var authenticator = new Authenticator();
        Assert.Equal(
            HttpStatusCode.Created, (await elsewhere.Client.AddPasskeyAsync(elsewhere.AccessToken, authenticator)).Status);

        await IsDeadAsync(user, app.Code());
    }

    [Fact]
    public async Task The_token_opens_no_other_endpoint()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var document = (await user.Client.GetAsync("/api/v1/openapi.json")).Json;
        string[] open =
        [
            "/api/v1/users/me/2fa/setup", "/api/v1/users/me/2fa/verify", "/api/v1/users/me/passkeys/options",
            "POST /api/v1/users/me/passkeys",
        ];
        var refused = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject().Where(operation => IsProtected(operation.Value)))
            {
                var method = operation.Name.ToUpperInvariant();
                if (open.Contains(path.Name) || open.Contains($"{method} {path.Name}"))
                {
                    continue;
                }

                var target = path.Name.Replace("{id}", user.Id.ToString(), StringComparison.Ordinal);
                var body = operation.Value.TryGetProperty("requestBody", out _) ? new { } : null;
                var response = await user.Client.CallAsync(new HttpMethod(method), target, body, user.SetUpToken);
                Assert.True(response.Code == "invalid_token", $"{method} {target}: {response}");
                Assert.Equal("Bearer error=\"invalid_token\"", response.Header("WWW-Authenticate"));
                refused++;
            }
        }

        Assert.InRange(refused, 10, 100);
        Assert.Equal(HttpStatusCode.NoContent, (await user.Client.LogoutAsync(user.SetUpToken, all: true)).Status);
        Problems.Is("invalid_refresh_token", await user.Client.RefreshAsync(user.SetUpToken));
        Problems.Is("invalid_temp_token", await user.Client.CompleteAsync(user.SetUpToken, "123456"));
        await user.CompleteAsync();
    }

    [Fact]
    public async Task A_temporary_token_opens_no_set_up()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        await user.CompleteAsync();
        var challenge = (await user.Client.LoginAsync(user.Account))["temp_token"];

        Problems.Is("invalid_token", await user.Client.SetUpAsync(challenge));
        Problems.Is("invalid_token", await user.Client.SetUpAsync(challenge.Replace("sa2f_", "sasu_", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refused_set_up_token_is_audited_as_such()
    {
        var client = apis.NewClient();
        var response = await client.MeAsync("sasu_unknown");
        Problems.Is("invalid_token", response);

        await Eventually.IsTrueAsync(
            async () => await system.Database.AuditCountWhereAsync(
                "event = $1 AND address = $2::inet AND reason = 'set_up_token'", AuditEvent.AuthorizationRefused,
                client.Address) == 1,
            "the refusal is audited");
    }

    [Fact]
    public async Task Neither_the_database_nor_a_log_contains_the_token()
    {
        var user = await UserInSetUp.CreateAsync(apis.NewClient());
        var rows = await system.Database.RowsAsync(
            "SELECT second_factor_challenges::text AS line FROM second_factor_challenges WHERE user_id = $1", user.Id);
        Assert.DoesNotContain(user.SetUpToken[5..], (string)Assert.Single(rows)["line"]!, StringComparison.Ordinal);

        // The audit of the set-up is in the log, and the token beside it is not.
        await user.BeginAsync();
        await user.Client.MeAsync(user.SetUpToken);
        await Eventually.IsTrueAsync(() => apis.HaveLogged($"{user.Id}"), "the log tells of the user");
        Assert.False(apis.HaveLogged(user.SetUpToken[5..]));
    }

    [Fact]
    public async Task Fifty_verifications_start_one_session()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var user = await UserInSetUp.CreateAsync(apis.NewClient());
            var app = await user.BeginAsync();
            var code = app.Code();
            var responses = await apis.RaceAsync(user.Client, (client, _) => client.VerifyAsync(user.SetUpToken, code));

            Assert.Single(responses, response => response.Status == HttpStatusCode.OK);
            Assert.All(
                responses.Where(response => response.Status != HttpStatusCode.OK),
                response => Assert.True(response.Code is "invalid_token" or "conflict", response.ToString()));
            Assert.Equal(1, await SessionsAsync(user.Id));
            Assert.Equal(10, await system.Database.RecoveryCodesLeftAsync(user.Id));
            Assert.Equal(0, await system.Database.UnclearedGuessesAsync(user.Id));
            Assert.Equal(1, await system.Database.AuditCountOfUserAsync(AuditEvent.SignedIn, user.Id));
        }
    }

    [Fact]
    public async Task Codes_and_passkeys_at_once_complete_one_set_up()
    {
        for (var round = 0; round < Race.Rounds; round++)
        {
            var user = await UserInSetUp.CreateAsync(apis.NewClient());
            var app = await user.BeginAsync();
            var code = app.Code();
            using var authenticator = new Authenticator();
            var ceremonies = new List<Response>();
            for (var i = 0; i < 10; i++)
            {
                ceremonies.Add(await user.Client.NewPasskeyOptionsAsync(user.SetUpToken));
            }

            var responses = await apis.RaceAsync(user.Client, (client, number) => number % 5 == 0
                ? client.AddPasskeyAsync(
                    user.SetUpToken, ceremonies[number / 5]["challenge_token"], authenticator.Create(ceremonies[number / 5].Json))
                : client.VerifyAsync(user.SetUpToken, code));

            Assert.Single(responses, response => response.Status is HttpStatusCode.OK or HttpStatusCode.Created);
            Assert.DoesNotContain(responses, response => (int)response.Status >= 500);
            Assert.Equal(1, await SessionsAsync(user.Id));
            Assert.Equal(1, await system.Database.ScalarAsync<int>(
                """
                SELECT totp_enabled::int + (SELECT count(*)::int FROM passkeys p WHERE p.user_id = u.id)
                FROM users u WHERE id = $1
                """,
                user.Id));
        }
    }

    private static bool IsProtected(System.Text.Json.JsonElement operation) =>
        operation.TryGetProperty("security", out var security)
        && security.EnumerateArray().Any()
        && security.EnumerateArray().All(way => way.TryGetProperty("bearer", out _) || way.TryGetProperty("cookie", out _));

    private static async Task IsDeadAsync(UserInSetUp user, string code)
    {
        using var authenticator = new Authenticator();
        Problems.Is("invalid_token", await user.Client.SetUpAsync(user.SetUpToken));
        Problems.Is("invalid_token", await user.Client.VerifyAsync(user.SetUpToken, code));
        Problems.Is("invalid_token", await user.Client.NewPasskeyOptionsAsync(user.SetUpToken));
        Problems.Is("invalid_token", await user.Client.AddPasskeyAsync(user.SetUpToken, "sapk_any", null));
    }

    private Task MoveAsync(UserInSetUp user, string assignment) => system.Database.ExecuteAsync(
        $"UPDATE second_factor_challenges SET {assignment} WHERE user_id = $1", user.Id);

    private Task<long> SessionsAsync(Guid userId) =>
        system.Database.ScalarAsync<long>("SELECT count(*) FROM sessions WHERE user_id = $1", userId);

    /// <summary>A session of the same user at the shared instance, which requires no second factor.</summary>
    private async Task<SignedInUser> SignInElsewhereAsync(UserInSetUp user)
    {
        var client = user.Client.Through(system.Api);
        var response = await client.LoginAsync(user.Account);
        Assert.True(response.Status == HttpStatusCode.OK, response.ToString());
        return user.SessionOf(response) with { Client = client };
    }
}
