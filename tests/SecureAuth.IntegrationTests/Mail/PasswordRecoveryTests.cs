using System.Net;
using System.Net.Http.Json;
using SecureAuth.Core.Audit;
using SecureAuth.IntegrationTests.Stack;

namespace SecureAuth.IntegrationTests.Mail;

[Collection(nameof(VerifyingApi))]
public sealed class PasswordRecoveryTests(VerifyingApi verifying)
{
    private readonly TestClient _client = verifying.NewClient();

    [Fact]
    public async Task A_forgotten_password_can_be_replaced()
    {
        var user = await verifying.VerifiedAsync(_client);
        var chosen = NewUser.StrongPassword();

        var reset = await _client.ResetAsync(await verifying.ResetTokenAsync(_client, user), chosen);

        Assert.Equal((HttpStatusCode.NoContent, ""), (reset.Status, reset.Body));
        Problems.Is("invalid_credentials", await _client.LoginAsync(user));
        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, chosen)).Status);
        Assert.Contains(
            await verifying.Database.AuditOfRequestAsync(reset), row => row.Event == AuditEvent.PasswordReset);
        Assert.Null((await verifying.MailboxOf(user).WaitAsync(MailSubjects.PasswordChanged)).Token);
    }

    [Fact]
    public async Task A_host_that_the_client_names_is_in_no_link()
    {
        var user = await verifying.VerifiedAsync(_client);
        var request = TestClient.Request(HttpMethod.Post, "/api/v1/auth/password/forgot");
        request.Content = JsonContent.Create(new { email = user.Email });
        request.Headers.Host = "attacker.test";
        request.Headers.Add("X-Forwarded-Host", "attacker.test");
        request.Headers.Add("Origin", "http://attacker.test");
        Assert.Equal(HttpStatusCode.Accepted, (await _client.SendAsync(request)).Status);

        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.Reset);

        Assert.Contains($"{Settings.Issuer}/account/reset#token=", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("attacker.test", mail.Text + mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_verifies_the_address()
    {
        var user = await VerifyingApi.RegisterAsync(_client);
        var chosen = NewUser.StrongPassword();

        await _client.ResetAsync(await verifying.ResetTokenAsync(_client, user), chosen);

        Assert.Equal(HttpStatusCode.OK, (await _client.LoginAsync(user.Email, chosen)).Status);
    }

    [Fact]
    public async Task A_reset_ends_every_session_and_the_lockout_and_keeps_the_second_factor()
    {
        var enrolled = await EnrolledUser.CreateAsync(verifying.System);
        var user = enrolled.User.Account;
        await _client.VerifyEmailAsync((await verifying.MailboxOf(user).WaitAsync(MailSubjects.Verify)).Token);
        while ((await _client.LoginAsync(user.Email, NewUser.StrongPassword())).Status == HttpStatusCode.Unauthorized)
        {
        }

        Problems.Is("account_locked", await _client.LoginAsync(user));
        Assert.Null((await verifying.MailboxOf(user).WaitAsync(MailSubjects.AccountLocked)).Token);
        var chosen = NewUser.StrongPassword();

        await _client.ResetAsync(await verifying.ResetTokenAsync(_client, user), chosen);

        await enrolled.User.IsSignedOutAsync();
        var login = await _client.LoginAsync(user.Email, chosen);
        Assert.Equal(HttpStatusCode.OK, login.Status);
        Assert.True(login.Json.GetProperty("two_fa_required").GetBoolean());
    }

    [Fact]
    public async Task A_weak_password_leaves_the_token_usable()
    {
        var user = await verifying.VerifiedAsync(_client);
        var token = await verifying.ResetTokenAsync(_client, user);

        var weak = await _client.ResetAsync(token, user.Email);

        Problems.Is("weak_password", weak);
        Assert.NotEmpty(weak.ErrorsOf("password"));
        Assert.Equal(HttpStatusCode.NoContent, (await _client.ResetAsync(token, NewUser.StrongPassword())).Status);
    }

    [Fact]
    public async Task A_token_works_once_and_a_newer_one_or_a_new_password_ends_it()
    {
        var user = await verifying.VerifiedAsync(_client);
        var first = await verifying.ResetTokenAsync(_client, user);
        var second = await verifying.ResetTokenAsync(_client, user, 2);
        Problems.IsInvalidOneTimeToken(await _client.ResetAsync(first, NewUser.StrongPassword()));

        var signedIn = await _client.LoginAsync(user);
        var changed = NewUser.StrongPassword();
        await _client.ChangePasswordAsync(signedIn["access_token"], user.Password, changed);
        Problems.IsInvalidOneTimeToken(await _client.ResetAsync(second, NewUser.StrongPassword()));

        var third = await verifying.ResetTokenAsync(_client, user, 3);
        Assert.Equal(HttpStatusCode.NoContent, (await _client.ResetAsync(third, NewUser.StrongPassword())).Status);
        Problems.IsInvalidOneTimeToken(await _client.ResetAsync(third, NewUser.StrongPassword()));
    }

    [Fact]
    public async Task A_disabled_account_is_refused_like_an_unknown_token()
    {
        var user = await verifying.VerifiedAsync(_client);
        var token = await verifying.ResetTokenAsync(_client, user);
        await Cli.SucceedAsync(
            verifying.System.Settings.ForOperators(), "users", "disable", user.Email, "--yes");

        var disabled = await _client.ResetAsync(token, NewUser.StrongPassword());
        var unknown = await _client.ResetAsync("saot_unknown", NewUser.StrongPassword());

        Problems.IsInvalidOneTimeToken(disabled);
        Problems.IsInvalidOneTimeToken(unknown);
        Assert.Equal(disabled["detail"], unknown["detail"]);
    }

    [Fact]
    public async Task A_token_that_verifies_an_address_resets_no_password()
    {
        var user = await VerifyingApi.RegisterAsync(_client);
        var mail = await verifying.MailboxOf(user).WaitAsync(MailSubjects.Verify);

        Problems.IsInvalidOneTimeToken(await _client.ResetAsync(mail.Token, NewUser.StrongPassword()));
    }

    [Fact]
    public async Task A_request_for_an_unknown_address_gets_the_same_response_and_leaves_no_trace_of_the_address()
    {
        var user = await verifying.VerifiedAsync(_client);
        var stranger = NewUser.Create();

        foreach (var request in (Func<string, Task<Response>>[])[_client.ForgotAsync, _client.ResendAsync])
        {
            var known = await request(user.Email);
            var unknown = await request(stranger.Email);

            Assert.Equal((HttpStatusCode.Accepted, ""), (known.Status, known.Body));
            SameResponse.Assert(known, unknown);
            var rows = await verifying.Database.AuditOfRequestAsync(unknown);
            Assert.Equal(
                (await verifying.Database.AuditOfRequestAsync(known)).Select(row => (row.Event, row.UserId)),
                rows.Select(row => (row.Event, row.UserId)));
        }

        await Eventually.IsTrueAsync(
            async () => await verifying.Database.ScalarAsync<long>(
                "SELECT count(*) FROM outbox WHERE recipient = $1", stranger.Email) == 0,
            "the unknown address is forgotten");
        Assert.Empty(verifying.System.MailboxOf(stranger.Email).All);
    }

    [Theory]
    [InlineData("forgot", "nobody")]
    [InlineData("forgot", "a@b.test\r\nBcc: c@d.test")]
    [InlineData("resend", "a@b.test, c@d.test")]
    public async Task An_invalid_address_is_refused(string request, string email)
    {
        var response = request == "forgot" ? await _client.ForgotAsync(email) : await _client.ResendAsync(email);

        Problems.IsInvalid("email", response);
    }

    [Fact]
    public async Task No_value_in_the_database_is_a_token_even_before_the_mail_is_sent()
    {
        await using var own = await OwnDatabase.CreateAsync(verifying.System);
        await using var api = await own.StartApiAsync(
            ("Email__PickupDirectory", ""), ("Email__Smtp__Host", "127.0.0.1"), ("Email__Smtp__Port", "9"));
        var client = new TestClient(api);
        var user = await NewUser.RegisterAsync(client);
        await client.ForgotAsync(user.Email);
        await Eventually.IsTrueAsync(
            async () => await own.Database.ScalarAsync<long>(
                "SELECT count(*) FROM outbox o JOIN one_time_tokens t ON t.id = o.token_id WHERE last_error IS NOT NULL") == 2,
            "both tokens exist, and the mail server cannot be reached");

        var values = new HashSet<string>();
        foreach (var table in await own.Database.RowsAsync("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        {
            foreach (var row in await own.Database.RowsAsync($"SELECT * FROM public.\"{table["tablename"]}\""))
            {
                values.UnionWith(row.Values.SelectMany(FormsOf).Where(form => form.Length is >= 16 and <= 500));
            }
        }

        Assert.NotEmpty(values);
        Assert.DoesNotContain(values, value => value.StartsWith("saot_", StringComparison.Ordinal));
        foreach (var value in values.SelectMany(value => new[] { value, $"saot_{value}" }))
        {
            Problems.IsInvalidOneTimeToken(await client.VerifyEmailAsync(value));
            Problems.IsInvalidOneTimeToken(await client.ResetAsync(value, NewUser.StrongPassword()));
        }
    }

    private static IEnumerable<string> FormsOf(object? value) => value switch
    {
        byte[] bytes =>
        [
            Convert.ToBase64String(bytes),
            System.Buffers.Text.Base64Url.EncodeToString(bytes),
            Convert.ToHexStringLower(bytes),
            Convert.ToHexString(bytes),
        ],
        Guid id => [id.ToString(), id.ToString("N")],
        string text when text.All(c => c is > ' ' and <= '~') => [text],
        _ => [],
    };
}
