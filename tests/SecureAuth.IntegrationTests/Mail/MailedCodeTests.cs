using System.Net;
using System.Security.Cryptography;
using System.Text;
using SecureAuth.Core.Audit;
using SecureAuth.Core.Mail;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

[Collection(nameof(CodeApis))]
public sealed class MailedCodeTests(CodeApis codes)
{
    private readonly TestClient _client = codes.NewClient();

    [Fact]
    public async Task A_user_registers_and_verifies_the_address_with_the_code_of_the_mail()
    {
        var user = NewUser.Create();

        var registered = await _client.RegisterAsync(user);

        Assert.Equal(HttpStatusCode.Accepted, registered.Status);
        Assert.Equal(
            ["status", "request_token", "expires_in"], registered.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("verification_required", registered["status"]);
        Assert.Matches("^sarq_[A-Za-z0-9_-]{43}$", registered["request_token"]);
        Assert.Equal(600, registered.Json.GetProperty("expires_in").GetInt32());
        Problems.Is("email_not_verified", await _client.LoginAsync(user));
        var mail = await codes.MailboxOf(user).WaitAsync(MailSubjects.Verify);
        var verified = await _client.VerifyCodeAsync(registered["request_token"], mail.CodeIn());
        Assert.Equal((HttpStatusCode.NoContent, ""), (verified.Status, verified.Body));
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user)).Status);
        Assert.Equal(AuditEvent.EmailVerified, Assert.Single(await codes.Database.AuditOfRequestAsync(verified)).Event);
    }

    [Fact]
    public async Task A_mail_with_a_code_says_what_it_is_for_and_has_no_link()
    {
        var user = await codes.VerifiedAsync(_client);
        await codes.ForgotAsync(_client, user);

        foreach (var mail in new[]
        {
            (await codes.MailboxOf(user).WaitAsync(MailSubjects.Verify), "code verifies the\naddress"),
            (await codes.MailboxOf(user).WaitAsync(MailSubjects.Reset), "lets you choose a new one"),
        })
        {
            var text = mail.Item1.Text.ReplaceLineEndings("\n");
            Assert.Contains(mail.Item2, text, StringComparison.Ordinal);
            Assert.Contains("10 minutes", text, StringComparison.Ordinal);
            Assert.Contains(mail.Item1.CodeIn(), mail.Item1.Html, StringComparison.Ordinal);
            foreach (var part in new[] { mail.Item1.Text, mail.Item1.Html })
            {
                Assert.DoesNotContain("http", part, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("href", part, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("token=", part, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_forgotten_password_is_replaced_with_a_code_that_a_weak_password_does_not_use_up()
    {
        var user = await codes.VerifiedAsync(_client);
        var (requestToken, code) = await codes.ForgotAsync(_client, user);
        var chosen = NewUser.StrongPassword();

        for (var i = 0; i < 6; i++)
        {
            Problems.Is("weak_password", await _client.ResetWithCodeAsync(requestToken, code, "short"));
        }

        var reset = await _client.ResetWithCodeAsync(requestToken, $"{code[..4]} {code[4..]}", chosen);

        Assert.Equal((HttpStatusCode.NoContent, ""), (reset.Status, reset.Body));
        Problems.Is("invalid_credentials", await _client.LoginAsync(user));
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, chosen)).Status);
        Problems.IsInvalidOneTimeToken(await _client.ResetWithCodeAsync(requestToken, code, NewUser.StrongPassword()));
        Problems.IsInvalidOneTimeToken(
            await _client.ResetWithCodeAsync(requestToken, CodeCalls.Wrong(code), NewUser.StrongPassword()));
    }

    [Fact]
    public async Task A_new_address_is_proved_with_a_code_and_the_way_back_stays_a_link()
    {
        var user = await codes.VerifiedAsync(_client);
        var access = (await _client.LoginAsync(user))["access_token"];
        var moved = NewUser.Create() with { Password = user.Password };

        var requested = await _client.ChangeEmailAsync(access, moved.Email);

        Assert.Equal(HttpStatusCode.Accepted, requested.Status);
        var mail = await codes.MailboxOf(moved).WaitAsync(MailSubjects.VerifyNew);
        Assert.Equal(
            HttpStatusCode.NoContent, (await _client.VerifyCodeAsync(requested["request_token"], mail.CodeIn())).Status);
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(moved)).Status);
        var back = await codes.MailboxOf(user).WaitAsync(MailSubjects.EmailChanged);
        Assert.Contains("/account/restore#token=", back.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.RestoreEmailAsync(back.Token)).Status);

        // No client has asked for this mail, so there is none that could use a code.
        var reset = await codes.MailboxOf(user).WaitAsync(MailSubjects.Reset);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.ResetAsync(reset.Token, NewUser.StrongPassword())).Status);
    }

    [Fact]
    public async Task A_newer_request_of_a_user_for_another_address_replaces_the_older_one()
    {
        var user = await codes.VerifiedAsync(_client);
        var access = (await _client.LoginAsync(user))["access_token"];
        var first = NewUser.Create();
        var requested = await _client.ChangeEmailAsync(access, first.Email);
        var code = (await codes.MailboxOf(first).WaitAsync(MailSubjects.VerifyNew)).CodeIn();

        await _client.ChangeEmailAsync(access, NewUser.Create().Email);

        Problems.IsInvalidOneTimeToken(await _client.VerifyCodeAsync(requested["request_token"], code));
    }

    [Fact]
    public async Task After_five_wrong_codes_even_the_right_one_is_refused()
    {
        var (user, requestToken, code) = await codes.RegisterAsync(_client);

        for (var i = 0; i < 5; i++)
        {
            var wrong = await _client.VerifyCodeAsync(requestToken, i == 4 ? "x" : CodeCalls.Wrong(code));
            Problems.Is("invalid_code", wrong);
            var row = Assert.Single(await codes.Database.AuditOfRequestAsync(wrong));
            Assert.Equal((AuditEvent.EmailVerificationRefused, "invalid_code"), (row.Event, row.Reason));
            Assert.Equal(await codes.IdOfAsync(user), row.UserId);
        }

        var right = await _client.VerifyCodeAsync(requestToken, code);

        Problems.IsInvalidOneTimeToken(right);
        Assert.Equal("invalid_token", Assert.Single(await codes.Database.AuditOfRequestAsync(right)).Reason);
        Problems.Is("email_not_verified", await _client.LoginAsync(user));
    }

    [Fact]
    public async Task A_right_code_does_not_count_as_a_guess_and_a_wrong_one_does()
    {
        var user = await codes.VerifiedAsync(_client);
        var (requestToken, code) = await codes.ForgotAsync(_client, user);

        for (var i = 0; i < 4; i++)
        {
            Problems.Is("weak_password", await _client.ResetWithCodeAsync(requestToken, code, "short"));
            Problems.Is("invalid_code", await _client.ResetWithCodeAsync(requestToken, CodeCalls.Wrong(code), "short"));
        }

        Assert.Equal(
            HttpStatusCode.NoContent,
            (await _client.ResetWithCodeAsync(requestToken, code, NewUser.StrongPassword())).Status);
    }

    [Fact]
    public async Task A_code_belongs_to_the_request_that_asked_for_it_and_no_request_ends_that_of_another()
    {
        var user = await codes.VerifiedAsync(_client);
        var (owner, code) = await codes.ForgotAsync(_client, user);
        var (stranger, other) = await codes.ForgotAsync(codes.NewClient(), user, 2);
        Assert.NotEqual(code, other);

        Problems.Is("invalid_code", await _client.ResetWithCodeAsync(stranger, code, NewUser.StrongPassword()));
        Problems.Is("invalid_code", await _client.ResetWithCodeAsync(owner, other, NewUser.StrongPassword()));
        Assert.Equal(
            HttpStatusCode.NoContent, (await _client.ResetWithCodeAsync(owner, code, NewUser.StrongPassword())).Status);

        // The new password ends all other codes.
        Problems.IsInvalidOneTimeToken(await _client.ResetWithCodeAsync(stranger, other, NewUser.StrongPassword()));
    }

    [Theory]
    [InlineData("UPDATE mailed_codes SET expires_at = clock_timestamp() WHERE token_id = $1")]
    [InlineData("UPDATE one_time_tokens SET expires_at = clock_timestamp() WHERE id = $1")]
    [InlineData("UPDATE users SET is_active = false WHERE id = (SELECT user_id FROM one_time_tokens WHERE id = $1)")]
    [InlineData(
        "UPDATE users u SET normalized_email = u.id || '@A.T' FROM one_time_tokens t WHERE t.id = $1 AND u.id = t.user_id")]
    [InlineData("UPDATE users SET security_stamp = 'new' WHERE id = (SELECT user_id FROM one_time_tokens WHERE id = $1)")]
    public async Task A_code_ends_with_its_time_and_with_what_ends_a_link(string change)
    {
        var (user, requestToken, code) = await codes.RegisterAsync(_client);
        var tokenId = await codes.Database.ScalarAsync<Guid>(
            "SELECT id FROM one_time_tokens WHERE user_id = $1", await codes.IdOfAsync(user));
        Assert.InRange(
            await codes.Database.ScalarAsync<double>(
                "SELECT extract(epoch FROM expires_at - clock_timestamp())::float8 FROM mailed_codes WHERE token_id = $1",
                tokenId),
            0,
            600);

        await codes.Database.ExecuteAsync(change, tokenId);

        Problems.IsInvalidOneTimeToken(await _client.VerifyCodeAsync(requestToken, code));
    }

    [Fact]
    public async Task Whoever_registers_an_unverified_address_again_chooses_the_password_with_the_code()
    {
        var (stranger, _, first) = await codes.RegisterAsync(codes.NewClient());
        var owner = stranger with { Password = NewUser.StrongPassword() };
        var registered = await _client.RegisterAsync(owner);
        var mail = await codes.MailboxOf(owner).WaitAsync(MailSubjects.RegistrationAttempt);
        var requestToken = registered["request_token"];

        Problems.Is("invalid_code", await _client.VerifyCodeAsync(requestToken, first));
        for (var i = 0; i < 6; i++)
        {
            Problems.Is("conflict", await _client.VerifyCodeAsync(requestToken, mail.CodeIn()));
        }

        var reset = await _client.ResetWithCodeAsync(requestToken, mail.CodeIn(), owner.Password);
        Assert.Equal(HttpStatusCode.NoContent, reset.Status);
        Problems.Is("invalid_credentials", await _client.LoginAsync(stranger));
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(owner)).Status);
    }

    [Fact]
    public async Task A_code_that_verifies_an_address_resets_no_password()
    {
        var (_, requestToken, code) = await codes.RegisterAsync(_client);

        Problems.IsInvalidOneTimeToken(await _client.ResetWithCodeAsync(requestToken, code, NewUser.StrongPassword()));
    }

    [Fact]
    public async Task After_twenty_codes_in_a_day_an_account_gets_links_which_nobody_can_guess()
    {
        var user = await codes.VerifiedAsync(_client);
        await codes.ForgotAsync(_client, user);
        await codes.Database.ExecuteAsync(
            """
            WITH made AS (
                INSERT INTO one_time_tokens (
                    id, user_id, purpose, normalized_email, security_stamp, token_hash, created_at, expires_at)
                SELECT gen_random_uuid(), $1, 2, 'X', 'x', sha256(gen_random_uuid()::text::bytea),
                    clock_timestamp() - interval '23 hours', clock_timestamp() - interval '22 hours'
                FROM generate_series(1, 18) RETURNING id)
            INSERT INTO mailed_codes (id, token_hash, token_id, guesses, expires_at)
            SELECT gen_random_uuid(), sha256(id::text::bytea), id, 5, clock_timestamp() - interval '22 hours' FROM made
            """,
            await codes.IdOfAsync(user));

        var forgot = await _client.ForgotAsync(user.Email);

        var mail = await codes.MailboxOf(user).WaitAsync(MailSubjects.Reset, 2);
        Assert.NotNull(mail.Token);
        Problems.Is(
            "invalid_code", await _client.ResetWithCodeAsync(forgot["request_token"], "12345678", NewUser.StrongPassword()));
        Assert.Equal(HttpStatusCode.NoContent, (await _client.ResetAsync(mail.Token, NewUser.StrongPassword())).Status);
    }

    [Fact]
    public async Task No_value_in_the_database_is_a_code_or_its_hash()
    {
        var (_, requestToken, code) = await codes.RegisterAsync(_client);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(code));
        string[] forms =
        [
            code, requestToken, requestToken["sarq_".Length..], Convert.ToHexStringLower(Encoding.UTF8.GetBytes(code)),
            Convert.ToHexStringLower(hash), Convert.ToBase64String(hash), System.Buffers.Text.Base64Url.EncodeToString(hash),
            Convert.ToHexStringLower(Encoding.UTF8.GetBytes(requestToken)),
        ];

        foreach (var table in await codes.Database.RowsAsync("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        {
            foreach (var row in await codes.Database.RowsAsync($"SELECT t::text AS line FROM public.\"{table["tablename"]}\" t"))
            {
                var line = (string)row["line"]!;
                Assert.All(forms, form => Assert.DoesNotContain(form, line, StringComparison.OrdinalIgnoreCase));
            }
        }
    }

    [Fact]
    public async Task A_mail_that_waits_longer_than_its_code_is_not_sent()
    {
        await using var own = await OwnDatabase.CreateAsync(codes.System);
        var user = NewUser.Create();
        await using (var silent = await own.StartApiAsync(("Email__PickupDirectory", ""), ("Email__Proof", "Code")))
        {
            Assert.Equal(HttpStatusCode.Created, (await new TestClient(silent).RegisterAsync(user)).Status);
            await new TestClient(silent).ForgotAsync(user.Email);
        }

        await own.Database.ExecuteAsync(
            """
            UPDATE mailed_codes SET expires_at = clock_timestamp()
            WHERE id = (SELECT (details->>'code_id')::uuid FROM outbox WHERE kind = $1)
            """,
            MailKind.ResetPassword);
        await using var sending = await own.StartApiAsync(("Email__Proof", "Code"));

        await codes.MailboxOf(user).WaitAsync(MailSubjects.Verify);
        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>("SELECT count(*) FROM outbox WHERE sent_at IS NULL") == 0,
            "the outbox has been handled");
        Assert.Empty(codes.MailboxOf(user).Named(MailSubjects.Reset));
    }

    [Fact]
    public async Task Where_verification_is_optional_the_new_account_comes_with_the_token_of_the_request()
    {
        await using var own = await OwnDatabase.CreateAsync(codes.System);
        await using var optional = await own.StartApiAsync(("Email__Proof", "Code"));
        var client = new TestClient(optional);
        var user = NewUser.Create();

        var registered = await client.RegisterAsync(user);

        Assert.Equal(HttpStatusCode.Created, registered.Status);
        var mail = await codes.MailboxOf(user).WaitAsync(MailSubjects.Verify);
        var verified = await client.VerifyCodeAsync(registered["request_token"], mail.CodeIn());
        Assert.Equal(HttpStatusCode.NoContent, verified.Status);
        var me = await client.MeAsync((await client.LoginAsync(user))["access_token"]);
        Assert.True(me.Json.GetProperty("email_verified").GetBoolean());
        Assert.False(me.Json.TryGetProperty("request_token", out _));
        Problems.Is("email_taken", await client.RegisterAsync(user));
    }

    [Fact]
    public async Task A_body_has_a_token_or_a_code()
    {
        var both = await _client.PostAsync(
            "/api/v1/auth/email/verify", new { token = "saot_x", request_token = "sarq_x", code = "12345678" });
        Problems.IsInvalid("token", both);
        Problems.IsInvalid("code", await _client.VerifyCodeAsync("sarq_x", null));
        Problems.IsInvalid("request_token", await _client.ResetWithCodeAsync(null, "12345678", NewUser.StrongPassword()));
        Problems.IsInvalid("token", await _client.VerifyEmailAsync(null));
    }

    [Fact]
    public async Task The_document_has_the_bodies_of_the_setting()
    {
        var document = (await _client.GetAsync("/api/v1/openapi.json")).Json;
        var schemas = document.GetProperty("components").GetProperty("schemas");

        foreach (var name in new[] { "VerifyEmailRequest", "ResetPasswordRequest" })
        {
            var schema = schemas.GetProperty(name);
            Assert.True(schema.GetProperty("properties").TryGetProperty("request_token", out _));
            Assert.True(schema.GetProperty("properties").TryGetProperty("code", out _));
            Assert.DoesNotContain(
                "\"token\"", schema.TryGetProperty("required", out var required) ? $"{required}" : "",
                StringComparison.Ordinal);
        }

        foreach (var path in new[] { "/auth/password/forgot", "/auth/email/resend", "/users/me/email" })
        {
            var accepted = document.GetProperty("paths").GetProperty("/api/v1" + path).GetProperty("post")
                .GetProperty("responses").GetProperty("202");
            Assert.Contains("CodeRequestedResponse", $"{accepted}", StringComparison.Ordinal);
        }

        var verify = document.GetProperty("paths").GetProperty("/api/v1/auth/email/verify").GetProperty("post")
            .GetProperty("responses");
        Assert.True(verify.TryGetProperty("401", out _));
        Assert.True(verify.TryGetProperty("409", out _));
    }

    [Fact]
    public async Task With_links_the_members_of_codes_are_unknown()
    {
        var client = codes.System.NewClient();

        Problems.IsInvalid("request_token", await client.VerifyCodeAsync("sarq_x", null));
        Problems.IsInvalid("code", await client.ResetWithCodeAsync(null, "12345678", NewUser.StrongPassword()));
        var forgot = await client.ForgotAsync(NewUser.Create().Email);
        Assert.Equal((HttpStatusCode.Accepted, ""), (forgot.Status, forgot.Body));
        var document = (await client.GetAsync("/api/v1/openapi.json")).Body;
        Assert.DoesNotContain("\"request_token\"", document, StringComparison.Ordinal);
        Assert.DoesNotContain("CodeRequestedResponse", document, StringComparison.Ordinal);
    }
}
